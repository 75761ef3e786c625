/*
 * timeline.h - everything that happened in one run, on one clock.
 *
 * Segments (libpcap), system calls and signals (strace), socket states (inet_diag) and what the
 * director did. Matching, the ladder and every report read this one record; none of them runs
 * anything. All times are nanoseconds since the epoch (CLOCK_REALTIME), which is what strace and
 * libpcap both stamp with.
 *
 * Writers append; timeline_index() then sorts and works out what belongs to whom. Readers see only
 * an indexed timeline.
 */
#ifndef COMMON_RECORD_TIMELINE_H
#define COMMON_RECORD_TIMELINE_H

#include "capture/flow.h"
#include "common/base/arena.h"
#include "common/calls/arguments.h"

enum { NOBODY = -1, NO_FAULT = -1 };

/* A program that the script started. */
struct actor {
	const char *name; /* "client" */
	const char *command; /* "client --linger 0", for people */
	int pid; /* in the world's PID namespace */
	bool right; /* drawn on the right: it listens. Set by timeline_index() */
	unsigned children; /* how many it has had */
	int host; /* where it lives: index into timeline.hosts; NOBODY in a loopback world */
};

/* A process or thread of an actor: the actor itself, or a child "server.1" in the order of birth. */
struct process {
	const char *name;
	int actor; /* index */
	int pid;
	int parent; /* index of process; NOBODY for the actor itself */
	bool gone; /* its exit is on record */
};

struct call {
	int process; /* index */
	const char *name; /* "close"; an at-suffix or number suffix is as strace wrote it */
	const struct call_row *row; /* of the table of calls */
	struct arguments args; /* one by one, as far as strace has written them */
	const char *arguments; /* their text, without the outer parentheses: evidence */
	/* After "= ", without the duration: "0", "-1 ECONNRESET (Connection reset by peer)", "?"; NULL: not returned. */
	const char *result;
	const char *
		result_plain; /* "-1 ECONNRESET": the same without explanations and what is behind a descriptor */
	enum call_ending ending;
	bool returned; /* result is a number */
	int64_t value; /* of the result, valid with returned */
	const char *errno_name; /* "ECONNRESET", NULL where none */
	struct descriptor made; /* that it returned, as accept() does; its number is -1 where it is none */
	/* When it returned; 0 while it has not. The event's time is when it was entered. strace measures the time
	 * between without what it takes itself to write the call down, so the return is a little later than this. */
	int64_t end_ns;
	size_t end_order; /* events that were there when its return came (compare with event.order); 0: not known */
	int descriptor; /* that it is about: its first argument; -1: none */
	const struct annotation *file; /* what is behind that; never NULL */
	const char *text; /* strace's own line(s), joined where it was interrupted */
	enum { UNHEARD, HEARD_BEGUN, HEARD_ENDED } heard; /* how far owners_calls.c has read it */
};

struct signal_event {
	int process;
	const char *name; /* "SIGPIPE" */
	bool stopped; /* the process has stopped by it: strace tells that apart from the signal itself */
	const char *text; /* what strace wrote between the dashes */
};

struct exit_event {
	int process;
	int status; /* exit status, or -1 */
	const char *signal; /* "SIGKILL" where a signal ended it, else NULL */
};

/* One socket in the kernel's table (inet_diag). */
struct kernel_socket {
	uint8_t protocol; /* IPPROTO_TCP, IPPROTO_UDP */
	uint8_t state; /* TCP_ESTABLISHED …, as the kernel numbers them */
	struct endpoint local, remote;
	uint32_t receive_queue, send_queue; /* bytes; for LISTEN: queued connections, and the backlog */
	uint8_t timer; /* idiag_timer: 0 none, 1 retransmission, 2 keep-alive or FIN_WAIT_2, 3 TIME_WAIT, 4 zero window probe */
	uint32_t timer_ms; /* until it fires */
	uint8_t retransmits;
	uint32_t inode; /* 0 in TIME_WAIT and for orphans */
	bool has_info;
	uint32_t mss, unacked; /* of tcp_info, with has_info, as the next three */
	uint32_t rto_ms; /* retransmission timeout, with its backoff */
	uint8_t backoff, probes; /* how often it was doubled; probes that nobody has answered */
	int socket; /* which one it is: index into timeline.sockets. Set by timeline_index() */
};

/* The kernel's whole table at one moment. */
struct sockets_event {
	struct kernel_socket *sockets;
	size_t count;
};

/* A counter of the kernel's that has moved: of a host's network, NOBODY: of the one network that all share. */
struct counter_move {
	int host;
	const char *name; /* as nstat(8) prints it: "TcpExtTCPAbortOnData" */
	int64_t by; /* a gauge, as TcpCurrEstab is one, moves down as well */
};

/* A process as /proc shows it (proc(5), /proc/PID/stat): 'S' asleep, 'R' running, 'T' stopped, 't' stopped by its tracer, too,
 * 'Z' a zombie, 'X' gone. */
struct process_seen {
	const char *process; /* by its name: a record that is read back does not know its children yet */
	char state;
};

/* What the kernel said when an act had ended: everybody was at rest, and the next action had not been performed. */
struct reading_event {
	struct counter_move *
		moves; /* since the reading before it, or the first action; the director's markers are not in it */
	size_t move_count;
	struct process_seen *processes; /* those that there had been by then */
	size_t process_count;
};

/* Something that the director did: an action of the script, or the end. */
struct action_event {
	unsigned line; /* the script's line number; 0: the director's own (the end) */
	const char *text; /* "start client --linger 0", "cut server > client", "end" */
};

struct packet_event {
	struct packet packet; /* bytes in the timeline's arena */
	unsigned link; /* index into timeline.links: where it was seen */
	int segment; /* index for flow_segment(), or NO_SEGMENT. This and all below: timeline_index() */
	int from, to; /* actors, or NOBODY */
	int quoted; /* of an ICMP error: whose the destination is of what it quotes (`to` has its source); else NOBODY */
	unsigned
		number; /* which of the pair's connections, from 1 in the order of their SYNs; UDP: of its pairs
				 of endpoints; ICMP: of what it quotes; 0: none */
	bool lost; /* sent and never arrived: one link: sent while the link was cut in its direction; two links: the
		    * second one did not show it */
	bool duplicate; /* two links: captured a second time. Not part of the story (no segment of a flow, nothing for
		     * the judge, no row of a ladder): it only proves that the first arrived */
	int host; /* index into timeline.hosts of the host that sent it, NOBODY where none has that address */
	int64_t arrived_ns; /* two links: when the second showed it; 0: not */
	int fault; /* what the cable did to it: index into timeline.faults, NO_FAULT */
};

enum event_kind {
	EVENT_PACKET,
	EVENT_CALL,
	EVENT_SIGNAL,
	EVENT_EXIT,
	EVENT_SOCKETS,
	EVENT_READING,
	EVENT_ACTION
};

struct event {
	enum event_kind kind;
	int64_t time_ns;
	size_t order; /* of arrival: breaks ties, so that sorting is stable */
	union {
		struct packet_event packet;
		struct call call;
		struct signal_event signal;
		struct exit_event exit;
		struct sockets_event sockets;
		struct reading_event reading;
		struct action_event action;
	};
};

/* From when to when the link was cut. addresses of family 0 mean any. */
struct cut {
	int64_t from_ns, to_ns; /* to_ns: INT64_MAX while it is cut */
	struct address source, destination;
};

enum fault_kind {
	FAULT_DROP,
	FAULT_DUPLICATE,
	FAULT_DELAY,
	FAULT_REORDER,
	FAULT_CORRUPT,
	FAULT_INJECT,
	FAULT_KINDS
};

/* What the cable did to one packet; or one that it made itself, which nobody has sent, and which only arrives. Its link, its bytes and when it came tell which one that is (fault_packets.c). When it went on
 * the cable says itself: as often as it went on, it arrives. */
struct fault {
	enum fault_kind kind;
	unsigned line; /* of the script */
	unsigned link; /* index into timeline.links */
	uint32_t frame; /* fault_frame_hash() of the frame, as it was sent */
	int64_t sent_ns; /* when the cable got it, or sent what it made */
	int64_t due_ns; /* held back until then; 0: not for a time */
	int64_t went_on_ns[2];
	unsigned times; /* that it has gone on */
	uint32_t changed; /* byte of the frame, from 0, whose lowest bit was turned over; 0: none */
};

/* Who an endpoint is, where no strace tells: a capture from elsewhere. Port 0: the whole address. */
struct owned_endpoint {
	int actor;
	struct endpoint endpoint;
};

/* A host, where there are several. The first one stands on the left of a picture, all others on its right. */
struct host {
	const char *name; /* "client", "router", "server" */
	const struct address *addresses;
	size_t address_count;
};

/* A link that was captured. */
struct link {
	const char *interface; /* "lo"; "client" and "server": the near ends of the links to them */
	int link_type; /* DLT_… */
	int host; /* the host at its other end: index into timeline.hosts, NOBODY on the loopback */
};

struct timeline {
	struct arena *arena;
	const char *kernel; /* uname -r */
	struct link *links; /* at least one */
	size_t link_count, link_capacity;
	struct host *hosts; /* none in a loopback world */
	size_t host_count, host_capacity;
	uint64_t packets_received, packets_dropped;
	/* what went wrong with the experiment itself (a program that could not be run, a flood, a
	 * marker that never came): no verdict can rest on it; NULL where nothing did */
	const char *trouble;
	const char **counters; /* that this kernel has, by name: what is none of them cannot have moved */
	size_t counter_count, counter_capacity;
	int64_t timer_ns; /* how long everybody was at rest, waiting for the kernel's timers */
	struct actor *actors;
	size_t actor_count, actor_capacity;
	struct process *processes;
	size_t process_count, process_capacity;
	struct event **events; /* sorted by time once indexed; an event never moves in memory */
	size_t event_count, event_capacity;
	struct cut *cuts;
	size_t cut_count, cut_capacity;
	struct owned_endpoint *owned;
	size_t owned_count, owned_capacity;
	struct fault *faults; /* in the order in which they began */
	size_t fault_count, fault_capacity;
	struct flow_table *flows; /* of the packets, in order of time; made by timeline_index() */
	size_t *flow_events; /* event index for each segment index of flows */
	struct socket
		*sockets; /* that there were, and in which states (sockets.h); made by timeline_index() */
	size_t socket_count;
	const struct event *
		*openers; /* per connection of flows: the connect() that it is of; NULL: not known */
	struct heard *heard; /* what the calls say about sockets (owners.h) */
	struct arena *index_arena; /* of what timeline_index() works out anew each time */
	bool indexed; /* by timeline_index(), and nothing has come since: whoever changes an event says that it is not */
};

struct timeline *timeline_new(void);
void timeline_free(struct timeline *t); /* NULL is allowed */

/* Adds an actor and its first process, which has the same name. */
int timeline_add_actor(struct timeline *t, const char *name, const char *command, int pid);
/* Says that this endpoint (port 0: this address) is the actor's, whatever the calls say. */
void timeline_add_owned(struct timeline *t, int actor, const struct endpoint *endpoint);
int timeline_add_process(struct timeline *t, int actor, int pid, int parent); /* a child; names it */
/* NOBODY where none has that name. "server" is both an actor and its first process. */
int timeline_actor_named(const struct timeline *t, const char *name);
int timeline_process_named(const struct timeline *t, const char *name);
/* The end of the process of that name, as far as it is on record; NULL: it lives, or was never born. */
const struct event *timeline_end_of(const struct timeline *t, const char *name);

/* Both return an index; the strings are copied. */
int timeline_add_host(struct timeline *t, const char *name, const struct address *addresses, size_t count);
int timeline_add_link(struct timeline *t, const char *interface, int link_type, int host);
/* The host that has this name, or this address: NOBODY for none. */
int timeline_host_named(const struct timeline *t, const char *name);
int timeline_host_at(const struct timeline *t, const struct address *address);
/* Whether what this host sends is captured as it leaves it: a link leads to it. What a router sends or gets for itself is seen
 * once, at its end of the other one's link: the captures are in it. */
bool timeline_has_link(const struct timeline *t, int host);

/* Says that the kernel has this counter, of which nobody has said so yet; the name is copied. Returns the timeline's own. */
const char *timeline_add_counter(struct timeline *t, const char *name);

/* Puts off each return that is known to have come after an action (by their orders) until then. strace begins to measure
 * a call when it has written down its arguments, up to a millisecond after its stamp, so the sum of the two is early.
 * But the director acts when nobody moves: what was under way then returned later. For a timeline that is complete. */
void timeline_bound_returns(struct timeline *t);

/* Appends an event of this kind with its time; the caller fills in the rest. */
struct event *timeline_add(struct timeline *t, enum event_kind kind, int64_t time_ns);
/* Copies the packet's bytes. link: index of where it was seen. */
struct event *timeline_add_packet(struct timeline *t, unsigned link, const struct packet *p);
/* NULL: any address. */
void timeline_add_cut(struct timeline *t, int64_t now_ns, const struct address *source,
		      const struct address *destination);
void timeline_mend(struct timeline *t, int64_t now_ns);
/* How many of the packets sent since then were lost, and the moment behind the first `count` of them: from_ns where that is
 * none, behind the last where they are fewer. Of what is indexed. */
size_t timeline_lost_since(const struct timeline *t, int64_t from_ns);
int64_t timeline_behind_lost(const struct timeline *t, int64_t from_ns, size_t count);

/* What the cable has done, or, of a packet that it had held back, has done now. */
void timeline_add_fault(struct timeline *t, const struct fault *fault);
const char *fault_word(enum fault_kind kind); /* "drop": the script's */
bool packet_is_injected(const struct timeline *t, const struct event *e);
uint32_t fault_frame_hash(const uint8_t *bytes, size_t captured, size_t length);
bool fault_holds(const struct fault *f); /* the packet has not gone on yet */

/* index.c: sorts, numbers frames, finds what arrived and what was lost (duplicates.c), follows the flows, finds the owner of
 * every endpoint (owners.c), and which sockets there were in which states (sockets.c). May be called again after more was
 * added; costs nothing where nothing was. */
void timeline_index(struct timeline *t);

const struct segment *timeline_segment(const struct timeline *t,
				       const struct event *e); /* NULL: no segment */
/* Time of the first event, the zero of every picture. */
int64_t timeline_origin(const struct timeline *t);
/* Is what the call is about a network socket? Unix and netlink sockets are none. */
bool call_on_socket(const struct call *c);
/* The end of an event: a call's return, else its time. INT64_MAX for a call that has not returned. */
int64_t event_end(const struct event *e);
/* The process of a call, signal or exit; NOBODY for the rest. */
int event_process(const struct event *e);

#endif
