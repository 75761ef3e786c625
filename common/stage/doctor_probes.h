/*
 * doctor_probes.h - the single probes of doctor.c. Each runs in a child of its own, may take its time, and
 * fills in status, what and remedy of its row.
 */
#ifndef COMMON_STAGE_DOCTOR_PROBES_H
#define COMMON_STAGE_DOCTOR_PROBES_H

#include "common/base/text.h"
#include "common/stage/doctor.h"

void probe_what(struct probe *p, enum probe_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void probe_error(struct probe *p, enum probe_status status, const struct error *error);
void probe_remedy(struct probe *p, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* appends */

enum { PROBE_ARGUMENTS = 16 }; /* the last ones are NULL */
/* Runs a program, which dies with us, and collects all that it writes. Returns its exit status, 127 where there is no
 * such program, -1 where a signal ended it. */
int probe_run(const char *const argv[PROBE_ARGUMENTS], struct text *said);

/* On the machine as it is (plan is not looked at). */
void probe_kernel(struct probe *p, const struct world_plan *plan);
void probe_strace(struct probe *p, const struct world_plan *plan);
void probe_namespaces(struct probe *p, const struct world_plan *plan);

/* As the first process of a world of this plan. */
void probe_processes(struct probe *p, const struct world_plan *plan);
void probe_network(struct probe *p, const struct world_plan *plan);
void probe_tracing(struct probe *p, const struct world_plan *plan);
void probe_capture(struct probe *p, const struct world_plan *plan);
void probe_sockets(struct probe *p, const struct world_plan *plan);
void probe_cable(struct probe *p, const struct world_plan *plan);
void probe_hosts(struct probe *p, const struct world_plan *plan);

#endif
