/*
 * store.h - a run's folder: everything a verdict rests on, in forms that other tools read.
 *
 *	wire.pcapng       each frame with the script line and claims that it met as its comment
 *	<actor>.strace    strace's own text
 *	<actor>.out       what the program wrote on standard output and error (at most 64 KiB)
 *	timeline.json     actors, actions, socket tables, cuts, counts; and for other readers all events
 *	script.lab        the script as it was
 *	result.json       the verdict
 *	control-1/ ...    the record of each control's run: the same files, but for the verdict
 *
 * timeline.json is one object (schema below; "…?" may be null). Segments and calls stand in it for other readers:
 * store_load() takes them from wire.pcapng and <actor>.strace, and from here only their order, which breaks ties of time.
 *
 *	{ "version": 1,
 *	  "kernel": "6.1.0",
 *	  "hosts":     [{"name": "client", "addresses": ["192.0.2.1"]}],  (none in a loopback world)
 *	  "links":     [{"interface": "lo", "link_type": 1, "host": "client"?}],
 *	  "packets": {"received": 9, "dropped": 0},
 *	  "timer_ns": 0, "trouble": "…"?,
 *	  "counters":  "TcpActiveOpens TcpExtTCPAbortOnData"?  (names of all that the kernel has)
 *	  "actors":    [{"name": "client", "command": "client --linger 0", "pid": 5, "right": false,
 *			 "host": "client"?}],
 *	  "processes": [{"name": "client", "actor": "client", "pid": 5, "parent": "server"?}],
 *	  "owned":     [{"actor": "client", "endpoint": "127.0.0.1:45158"}],
 *	  "faults":    [{"kind": "drop" (the script's word), "line": 9, "link": 0, "frame": 7, "sent_ns": 1, "due_ns": 2?,
 *			 "went_on_ns": [1, 1], "changed": 60?}],  (what a cable did to one packet; where none is: absent)
 *	  "cuts":      [{"from_ns": 1, "to_ns": 2?, "source": "127.0.0.1"?, "destination": "127.0.0.2"?}],
 *	  "events":    [ in order of time, each with "kind", "ms" since the first, "time_ns" since the epoch and
 *			 "order" of arrival, and by its kind:
 *	     packet  "frame", "from"?, "to"?, "number", "lost", "link" (index), "text" (as a script would say it),
 *		     "marks"; with hosts also "host"?, "again", "arrived_ns"?
 *	     call    "actor", "process", "name", "arguments", "result"?, "end_ns"?, "end_order"?
 *	     signal  "actor", "process", "name", "text"
 *	     exit    "actor", "process", "status" (-1: by a signal), "signal"?
 *	     action  "line", "text"
 *	     reading "counters": {"": {"TcpActiveOpens": 1}}: those that have moved; with hosts by their names in place of "";
 *		     "processes": {"client": "S"} as /proc/PID/stat has it
 *	     sockets "sockets": [{"protocol": 6, "state": 1 (linux/tcp_states.h), "local", "remote"?,
 *				  "receive_queue", "send_queue", "timer", "timer_ms", "retransmits", "inode",
 *				  "mss"?, "unacked"?, "rto_ms"?, "backoff"?, "probes"?}]
 *	  ] }
 */
#ifndef COMMON_RECORD_STORE_H
#define COMMON_RECORD_STORE_H

#include "common/base/error.h"
#include "common/record/timeline.h"

/* One file of the folder; bytes are the caller's. name may be "control-1/wire.pcapng". */
struct stored_file {
	const char *name;
	const char *bytes;
	size_t length;
};

/* A run's folder on its way: files are added to a new folder, which takes the place of `path` in one step: whoever
 * looks sees the old run or the new one, never a part. Where anything fails (disk full, no permission), or the store is
 * abandoned, nothing is left behind; what a writer that was killed has left, the next one of the same path removes.
 * A folder that is no run's (it holds folders, or files and none of these names) is not replaced. */
struct store;

/* Makes missing parents. NULL with a sentence in error, which the later calls write to as well. */
struct store *store_begin(const char *path, struct error *error);
bool store_add(struct store *w, const struct stored_file *file);
/* Where the files are meanwhile; the store's. */
const char *store_folder(const struct store *w);
/* Both end the store. */
bool store_commit(struct store *w);
void store_abandon(struct store *w); /* NULL is allowed */

/* The frame comments: one string (or NULL) per event index of the timeline. section: what the whole is called. */
char *store_pcapng(const struct timeline *t, const char *const *comments, const char *section,
		   size_t *length);
/* timeline.json as malloc'd text. */
char *store_timeline_json(const struct timeline *t, size_t *length);

/* Reads a run's folder back: wire.pcapng, *.strace and timeline.json. NULL with a sentence in error. */
struct timeline *store_load(const char *path, struct error *error);
/* The same from the files themselves, which stay the caller's: for a record that is looked at and not kept. Nothing is
 * written to any disk. */
struct timeline *store_take(const struct stored_file *files, size_t count, struct error *error);

/* One small file whole, malloc'd, NUL-terminated; NULL with errno. limit in bytes. */
char *store_read_file(const char *path, size_t limit, size_t *length);

#endif
