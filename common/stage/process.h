/*
 * process.h - what the kernel says of a process, in /proc/PID/status (proc(5)).
 */
#ifndef COMMON_STAGE_PROCESS_H
#define COMMON_STAGE_PROCESS_H

/* Its state as a letter ('S' asleep, 'T' stopped, 't' stopped by its tracer, ...), 'X' where it is gone; *tracer: the pid
 * of who traces it, 0 where nobody does. pid as /proc numbers it. */
char process_state(int pid, int *tracer);

#endif
