/*
 * judge.h - the verdict: a pure function of a script and a timeline.
 *
 * It starts no process, reads no clock and no file. The director asks it again and again while a
 * run grows (JUDGE_LIVE); the verdict that counts is the last (JUDGE_FINAL), which anybody can repeat
 * from the record. The rules are in notes/lab-language.md: acts, tracks, accounting, time, and when a
 * retransmission is needless.
 */
#ifndef COMMON_JUDGE_JUDGE_H
#define COMMON_JUDGE_JUDGE_H

#include "common/record/timeline.h"
#include "common/script/script.h"

/* No kernel timer fires early but for its tick: 4 ms at HZ=250, and HZ may be 100. */
#define TICK_NS INT64_C(10000000)

enum judge_mode {
	JUDGE_LIVE, /* more may come: what is missing is open */
	JUDGE_FINAL, /* nothing more will come: what is missing failed */
	JUDGE_WIRE, /* final, and of the wire alone: no acts, no calls, no states (a capture from elsewhere) */
};

enum outcome {
	OUTCOME_OPEN, /* live: so far, so good */
	OUTCOME_HOLDS,
	OUTCOME_FAILS,
	OUTCOME_INCONCLUSIVE, /* the record has a hole (dropped packets): neither */
};

enum line_status {
	LINE_OPEN, /* not reached, or not met yet */
	LINE_MET,
	LINE_BROKEN, /* met by something else, or never met */
	LINE_UNSEEN, /* not judged: JUDGE_WIRE and the line is not of the wire */
};

struct line_result {
	enum line_status status;
	size_t *events; /* indexes of the timeline's events that met it (several for a data run) */
	size_t event_count;
};

enum { NO_EVENT = -1, NO_LINE = -1 };

/* Why a run fails, at its first divergence in time. Texts live in the judgement's arena. */
struct failure {
	int line; /* index into script.lines, or NO_LINE: something happened that no line names */
	int event; /* index of the event that came instead, or NO_EVENT: nothing came */
	const char *expected; /* in the script's notation; "" where nothing was expected */
	const char *instead; /* in the script's notation, "nothing: client had exited" */
	const char *difference; /* which part differs, in words; "" where that is plain */
	/* Where what came is a packet: who sent it and who gets it, as far as anybody knows; else NULL. */
	const char *from, *to;
	bool of_other; /* and its sender is known, and another than the line's */
	bool early; /* it is what the line expects, only too early */
};

struct judgement {
	struct arena *arena;
	enum judge_mode mode;
	enum outcome outcome;
	const char *reason; /* one sentence for FAILS and INCONCLUSIVE */
	unsigned acts_complete; /* all expectations of so many acts are met */
	int asks_state; /* live: index of the state line that is to be asked now, or NO_LINE */
	struct line_result *lines; /* one for each of script.lines */
	struct failure *failures; /* in the order of time; the first is the divergence */
	size_t failure_count;
	size_t *excused; /* events: needless retransmissions by a stalled machine */
	const char **excuse; /* and for each the proof, in words */
	size_t excused_count;
	bool *accounted; /* per event: a line or a rule names it */
};

/* Judges. timeline must be indexed. *out is filled; free it with judgement_free(). */
void judge(const struct script *script, const struct timeline *timeline, enum judge_mode mode,
	   struct judgement *out);
void judgement_free(struct judgement *j);

/* The first event that met the line of this index; NULL where none did. */
const struct event *line_met_by(const struct judgement *j, const struct timeline *t, size_t line);

/* The index of the action with which this line's act began; NO_EVENT: it did not begin, or there is none before the line. */
int act_begun_by(const struct script *s, const struct judgement *j, const struct line *l);

/* What came where a line stands: the events of its act that it speaks of, whether they are as it says or not. Packets
 * from its one party to the other, but for what a "may" line takes and what is excused; calls of its process by its name
 * and about its descriptor; that signal, or the process's end; the socket tables. Indexes of t's events in the order in
 * which they count (a call by its return), in arena. False: the run did not come to the act. */
bool judgement_came(const struct script *script, const struct timeline *t, const struct judgement *j,
		    size_t line, struct arena *arena, size_t **events, size_t *count);

/* What is awaited now, for a progress line and for "waited 5 s for …": the first open line of each track,
 * in words, into the judgement's arena. "" where nothing is. */
const char *judgement_awaits(const struct script *script, const struct judgement *j);

/* Who sends and who receives a packet: an actor, else in world hosts the host ("router", "server"); NULL: nobody knows. */
const char *packet_from(const struct timeline *t, const struct event *e);
const char *packet_to(const struct timeline *t, const struct event *e);
/* Is this the actor of a line, or, of what no actor sends or gets, the host that has the party's name? */
bool party_sent(const struct script *s, const struct timeline *t, const struct party *p,
		const struct event *e);
bool party_gets(const struct script *s, const struct timeline *t, const struct party *p,
		const struct event *e);
/* Is it an address of the router's? */
bool is_router(const struct timeline *t, const struct address *a);
/* The socket of the table that a state line speaks of: of several the last in a state that it names, else the first; of
 * one in LISTEN only where the line says so. NULL: there is none. */
const struct kernel_socket *state_line_socket(const struct timeline *t, const struct line *l,
					      const struct sockets_event *table);
/* Is the packet part of the story? A duplicate capture of one is not, nor is what a link says about itself. */
bool packet_is_told(const struct event *e);

/* The arguments that a line can name: of a call on a descriptor those behind it. They are the call's. */
struct arguments call_own_arguments(const struct call_pattern *p, const struct call *c);

/* An event in the script's notation: "client > server  F. 6:6(0) ack 1", "client: close(3) = 0"; into arena. */
const char *event_text(const struct timeline *t, const struct event *e, struct arena *arena);

#endif
