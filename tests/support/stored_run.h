/* stored_run.h - a folder of its own for a test, and a run in it, for the tests of the store. */
#ifndef TESTS_STORED_RUN_H
#define TESTS_STORED_RUN_H

#include "common/record/store.h"

/* What a fixture does: the test works in a folder of its own, which goes with all that is in it. */
void enter_folder(void);
void leave_folder(void);

/* The file then holds these bytes. */
void rewrite(const char *path, const char *bytes, size_t length);
/* A whole run, by the store. False, with the reason in the text, where it could not be written. */
bool write_run(const char *path, const struct stored_file *files, size_t count, struct error *text);

/* A run with something of everything, and with ties of time that only the order of arrival breaks. */
struct timeline *make_run(void);
/* Writes it, with the texts of strace, and returns its timeline.json for the caller to free. */
char *store_run(const char *path);
/* The run in the folder "run" is refused, with a text that contains `why`. */
void not_loaded(const char *why);

extern const char client_strace[];
/* When the run begins. */
static const int64_t base_ns = 1795250525000000000;

#endif
