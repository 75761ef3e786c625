/*
 * process.h - what the kernel says of a process, in /proc/PID/status and /proc/PID/stat (proc(5)).
 */
#ifndef COMMON_STAGE_PROCESS_H
#define COMMON_STAGE_PROCESS_H

/* The pid of who traces it, 0 where nobody does or it is gone. pid as /proc numbers it. */
int process_tracer(int pid);

/* A descriptor for process_state(), which the caller closes; -1 with errno. It stays this process's even when the
 * pid is given to another. */
int process_open(int pid);

/* The state of the process of that descriptor as a letter ('S' asleep, 'T' stopped, 't' stopped by its tracer, ...),
 * 'X' where it is gone. Some 4 us. */
char process_state(int process);

#endif
