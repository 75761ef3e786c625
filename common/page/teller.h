/* teller.h - what the parts of a run's telling share; see run.h. Private to common/page. */
#ifndef COMMON_PAGE_TELLER_H
#define COMMON_PAGE_TELLER_H

#include "common/page/run.h"
#include "common/report/story.h"

struct teller {
	struct story story; /* its moments are what is told */
	struct pool *pool;
	struct text *list; /* NULL: not wanted */
	const char *id;
	unsigned *item_of; /* per event: its item (of a call: where it is entered), 0: none */
	unsigned *end_of; /* per event: of a call, the item where it returns */
	unsigned item_count;
	const char **notes; /* behind descriptors, as strace says it */
	size_t note_count, note_capacity;
};

/* Microseconds since the first event, whose own fraction of one does not count: so strace's stamps stay exact. */
int64_t teller_us(const struct teller *t, int64_t time_ns);

/* The number of a text (NULL: ""), and of one thing in several lengths, in the page's pool. Numbers are given in the order in
 * which they are asked for: so not twice among the arguments of one call, whose order C leaves open. */
json_t *text_json(struct teller *t, const char *text);
json_t *labels_json(struct teller *t, const struct wording *w);
json_t *lines_met_json(const struct met *met);
/* The elements of the second array behind those of the first, which is returned; the second is gone. */
json_t *joined(json_t *array, json_t *rest);

/* items.c: finds the items' numbers; "items". */
json_t *items_json(struct teller *t);
/* states.c: "sockets". */
json_t *sockets_json(struct teller *t);
/* strace_text.c: strace's line of a call, without what the script can put back (enum call_bits); "notes". */
const char *strace_text(struct teller *t, const struct event *e, unsigned *bits);
json_t *notes_json(const struct teller *t);
/* kernel_socket.c: one socket of the kernel's table, as `ss` says it. */
const char *kernel_socket_text(struct arena *a, const struct kernel_socket *s);
/* list.c: one item for who has no script. us: when (teller_us()); event: SIZE_MAX for what is none. */
void list_item(struct teller *t, unsigned item, int64_t us, size_t event, const char *text);

#endif
