/*
 * doctor_probes.h - the single probes of doctor.c. Each runs in a child of its own, may take its time, and
 * fills in status, what and remedy of its row.
 */
#ifndef COMMON_STAGE_DOCTOR_PROBES_H
#define COMMON_STAGE_DOCTOR_PROBES_H

#include "common/stage/doctor.h"

void probe_what(struct probe *p, enum probe_status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void probe_remedy(struct probe *p, const char *format, ...) __attribute__((format(printf, 2, 3))); /* appends */

/* On the machine as it is. */
void probe_kernel(struct probe *p);
void probe_strace(struct probe *p);
void probe_namespaces(struct probe *p);

/* In a world, if there is one: the plan is what world_plan_find() found. */
void probe_pid_namespace(struct probe *p, const struct world_plan *plan);
void probe_network(struct probe *p, const struct world_plan *plan);
void probe_tracing(struct probe *p, const struct world_plan *plan);
void probe_capture(struct probe *p, const struct world_plan *plan);
void probe_sockets(struct probe *p, const struct world_plan *plan);
void probe_cable(struct probe *p, const struct world_plan *plan);

#endif
