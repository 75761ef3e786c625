/*
 * work.h - what the parts of the judge share. Nobody outside common/judge/ includes it.
 *
 * One judgement is worked out in this order, and each part only adds to what the earlier ones found:
 * the acts' windows (acts.c), the wire (wire.c), the calls (calls.c), the socket tables (states.c), what was read as acts
 * ended (readings.c), what must never be (never.c); then judge.c sorts the failures and draws the outcome.
 *
 * Below, each file's functions, and each file uses those above it only: names, packets and parties; one event against
 * one line (wire_match.c, call_match.c, table_match.c); the marks; the tracks.
 */
#ifndef COMMON_JUDGE_WORK_H
#define COMMON_JUDGE_WORK_H

#include "common/judge/call_facts.h"
#include "common/judge/judge.h"
#include "common/script/pattern.h"

/* An act: from its action to the next one. Act 0 is what precedes the first action. */
struct act {
	bool begun, ended; /* ended: the next action, or the end of the run, is on record */
	int64_t from_ns, to_ns; /* from <= time < to */
	size_t first_event, past_event;
	size_t first_line, past_line; /* of script.lines, its action included */
	int action; /* index of the action's line, NO_LINE in act 0 */
};

/* How much an event looks like what a line expects: the same but for the named part. For a signal or an end OTHER_DESCRIPTOR
 * is said of any. */
enum likeness { UNLIKE, OTHER_DESCRIPTOR, OTHER_NAME, OTHER_ARGUMENTS, OTHER_RESULT };

struct parties;

struct work {
	const struct script *script;
	const struct timeline *timeline;
	enum judge_mode mode;
	struct judgement *out;
	struct arena *scratch; /* gone when the judgement is made */
	struct act *acts; /* script.act_count + 1 */
	int64_t end_ns; /* end of the run; INT64_MAX while there is none */
	size_t end_event; /* its index, or the number of events */
	struct bindings names;
	bool names_tentative; /* live: a data run that may grow has bound a name */
	int64_t *met_ns; /* per line: when it was met */
	size_t *met_order; /* per line: and how many events had come when that was known */
	size_t *next_event; /* per event of a process: what that process did next */
	bool *unproved; /* live, per event: a retransmission that may yet be proved needless */
	size_t *line_capacity; /* of lines[].events */
	int64_t *failed_ns; /* per failure */
	size_t failed_capacity, failure_capacity, excused_capacity, excuse_capacity;
	struct parties *parties; /* parties.c */
	int64_t *exit_ns; /* per process; INT64_MAX while it lives */
	const char *hole; /* what a line asks for and the record does not hold; NULL: nothing */
};

/* names.c: numbers with and without binding */
bool number_known(const struct number *n, const struct bindings *names, uint64_t *value);
/* Would it match? An unbound name matches all. */
bool number_fits(const struct number *n, uint64_t value, const struct bindings *names);
void bindings_copy(struct bindings *to, const struct bindings *from);
struct bindings bindings_new(struct arena *a, size_t count);

/* packets.c */
/* Whether the script must name it: SYN, FIN, RST, URG, data, probes, retransmissions, datagrams, ICMP, and all that is
 * neither of these nor the link's housekeeping. */
bool must_be_named(const struct timeline *t, const struct event *e);
/* Who an end is: an actor, else the host of this address; NULL: nobody knows. */
const char *end_name(const struct timeline *t, int actor, const struct address *a);

/* parties.c */
void parties_prepare(struct work *w);
/* Is the packet one between a line's parties? */
bool parties_fit(const struct work *w, const struct line *l, const struct event *e);
/* The track of the script that it is on; NO_TRACK: no line expects anything between these two. */
int packet_track(const struct work *w, const struct event *e);
/* The name to show for a packet's sender and receiver; NULL: none. */
const char *party_from(const struct work *w, const struct event *e);
const char *party_to(const struct work *w, const struct event *e);
/* Is the sender known, and another than the line's? */
bool sent_by_other(const struct work *w, const struct line *l, const struct event *e);
/* Which of the pair's connections it is of, from 1; 0: of none. */
unsigned party_number(const struct work *w, const struct event *e);
/* Live only: an owner is not known yet, as strace's text may come after the packet. */
bool party_unknown(const struct work *w, const struct event *e);

/* event_text.c */
const char *packet_event_text(const struct timeline *t, const struct event *e, const char *from,
			      const char *to, unsigned number, struct arena *arena);

/* returns.c: when a call returned, and when a process ended */
void returns_prepare(struct work *w);
/* Is it an event of the line's process? */
bool by_process(const struct work *w, const struct line *l, const struct event *e);
/* Is it of that act, for this line: a packet by when it came, what a process does by when it counts? */
bool event_in_act(const struct work *w, const struct act *act, const struct line *l, size_t event);
/* When an event counts: a call by its return, or by the end of its process. */
int64_t event_counts_ns(const struct work *w, size_t event);
/* The latest that this can have been. */
int64_t event_latest_ns(const struct work *w, size_t event);
/* A table that was read when at least so many events had come shows what this one has done. */
size_t event_known_order(const struct work *w, size_t event);

/* marks.c */
void line_met(struct work *w, size_t line, size_t event, int64_t when_ns);
/* Adds an event to a line that is not met yet (a data run). */
void line_takes(struct work *w, size_t line, size_t event);
/* A line that line_takes() is met so far. */
void line_done(struct work *w, size_t line, size_t event, int64_t when_ns);
/* The last event that met the line: those of "each" are not in the order of time. */
size_t line_last_event(const struct line_result *r);
/* Undoes that it was met by this event. */
void line_gives_back(struct work *w, size_t line, size_t event);
/* A line (or NO_LINE) is broken. Texts may be NULL: expected is then the line's own text, and instead the event's. event
 * may be NO_EVENT. */
void fail(struct work *w, int line, int event, int64_t when_ns, const char *instead, const char *difference);
/* What came instead where a process has ended by then: "nothing: client had died of SIGPIPE"; NULL where it had not. */
const char *ended_text(const struct work *w, const char *process, int64_t by_ns);
/* Nothing more can come that would meet a line of this act. */
bool act_is_over(const struct work *w, const struct act *act);
/* Whether a line has "+2s" and came too early, since the line before it in its track or the action.
 * Then it is broken, with both figures. */
bool too_early(struct work *w, size_t line, int event, int64_t before_ns, int64_t now_ns);

/* faults.c: a line that has been performed and has not met its packet; NULL: there is none. And the failure that this is in
 * the end. */
const struct line *fault_unmet(const struct work *w);
void faults_judge(struct work *w);

/* What is known of one kind of expectation: judge_name of the list in common/script/line.h. */
struct line_judge {
	/* Does this event, by itself, meet the line? Binds names. Of a data run: is it a segment of one? */
	bool (*fits)(const struct work *w, const struct line *l, const struct event *e,
		     struct bindings *names);
	/* How much is it like what the line expects? NULL: that is not asked. */
	enum likeness (*likeness)(const struct work *w, const struct line *l, const struct event *e);
	/* Does the line speak of it, whether it is as the line says or not? Of a process's events: if they are its own. */
	bool (*concerns)(const struct work *w, const struct line *l, const struct event *e);
	/* Of a kind that is read: what a reading says of it, in the line's own notation. NULL with *hole, a sentence, where it
	 * says nothing. */
	const char *(*reads)(const struct work *w, const struct line *l, const struct event *e,
			     const char **hole);
};
#define DECLARE(KIND, name, ...) extern const struct line_judge judge_##name;
EXPECTATION_KINDS(DECLARE)
#undef DECLARE

/* wire_match.c */
/* What differs, in words; "" where that is plain. */
const char *packet_difference(const struct work *w, const struct line *l, const struct event *e);

/* table_match.c */
/* Does the table hold what the line says? *time_wait: it shows a TIME_WAIT that the line does not allow. */
bool table_satisfies(const struct work *w, const struct line *l, const struct event *table, bool *time_wait);
const char *table_text(const struct work *w, const struct line *l, const struct event *table);

/* kinds.c: the same of any line; an action fits nothing. */
bool line_fits(const struct work *w, const struct line *l, const struct event *e, struct bindings *names);
enum likeness line_likeness(const struct work *w, const struct line *l, const struct event *e);
const char *line_reads(const struct work *w, const struct line *l, const struct event *e, const char **hole);
bool line_concerns(const struct work *w, const struct line *l, const struct event *e);

/* acts.c: makes the judgement and fills in the acts, the returns and the parties. */
void judgement_begin(struct work *w);

/* excuse.c */
enum excuse { EXCUSE_NONE, EXCUSE_UNPROVED, EXCUSE_PROVED };
/* Is this a needless retransmission, and does the record prove it? proof is set with EXCUSE_PROVED. */
enum excuse excuse_find(const struct work *w, const struct event *e, const char **proof);

/* counts.c */
void counts_judge(struct work *w);

/* The tracks: wire.c, calls.c, states.c; readings.c; and never.c. */
void wire_judge(struct work *w);
void calls_judge(struct work *w);
void states_judge(struct work *w);
void readings_judge(struct work *w);
void never_judge(struct work *w);

#endif
