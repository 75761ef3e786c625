/*
 * run.h - one run as JSON, for the page's script to draw: what the ladder on the terminal shows, in its words.
 *
 * The verdicts are the judge's; nothing is judged here. The page has, packed, a line {"scenario", "control", "run"} for each
 * scenario (control 0) and each control of it, and behind them one line for the pool (pool.h). A run is
 *
 *	{ "origin": 1795262947122226,                                       microseconds since the epoch of the first event
 *	  "titles": ["client 127.0.0.1:45158", "server 127.0.0.2:9877"],    what stands above the lifelines
 *	  "processes": [["client", 0, 9], …],                               name, side, pid
 *	  "items": [ITEM, …],          what happened, in order of time; the place of ITEM n is #LAB/NAME/n, from 1
 *	  "folds": [[mark, [line, …], side, LABELS, LABELS left, LABELS right], …],   what is repeated, as one row; side -1:
 *									    calls alone
 *	  "sockets": [["127.0.0.1:45158 > 127.0.0.2:9877", side, STATE, …], …],
 *	  "cuts": [[from, to (-1: to the end), direction (0 both, 1 from left, 2 from right)], …],
 *	  "lines": [[number, status, starred, [claim, …]], …],              of the script; status: m(et), b(roken), o(pen).
 *									    A control has its scenario's
 *	  "notes": ["<TCP:[…]>", …],                                        what strace says behind descriptors: U+E000 on
 *	  "proofs": {"n": TEXT},                                            why item n is a needless retransmission
 *	  "failure": {"line", "item", "instead": TEXT, "difference": TEXT, "cause": TEXT} where it does not hold; line and
 *			item may be 0
 *	}
 *
 *	TEXT     number of a string in the page's pool
 *	LABELS   number of a list [enough, TEXT, …] there: one thing said in several lengths, the richest
 *		 first; the first `enough` say all that matters
 *	STATE    [item, received, state, kernel]: from this item on (received: from its arrival) the socket is in this state,
 *		 as the kernel numbers them, 0 for CLOSED, -1: nobody knows. kernel: its own table said so; else it follows
 *		 from segments and calls
 *	ITEM     begins with kind, microseconds since the first event, how long nothing had been told before it (0: not long),
 *		 its row and its row where nothing is folded (items of one number share a row; 0: it has its own), fold (0: none),
 *		 mark (enum mark), [line, …], then
 *	  "p"    packet    from, to (0 left, 1 right, 2 between them), bits (below), LABELS, frame, length, offset of the IP
 *			   header (-1: none), captured bytes in base64 (at most BYTES_MOST), arrival (-1: not known),
 *			   TEXT who sent it, TEXT whom to ("": nobody known)
 *	  "c"    call      side, part (0 all of it, 1 entered, 2 returned), LABELS, then
 *			   part 0, 1: process, from, to (-1: never), bits (enum call_bits), TEXT strace's, how much later
 *			   than strace's stamp it is drawn
 *			   part 2: item where it was entered (0: none), LABELS for far from there
 *	  "s" "x" signal, exit   side, LABELS, process, TEXT strace's
 *	  "a"    action    TEXT
 *	  "k"    the kernel's table   [[side, LABELS, the first state of these], …], [TEXT, …] all of it
 *	  "o"    omitted   how many
 */
#ifndef COMMON_PAGE_RUN_H
#define COMMON_PAGE_RUN_H

#include "common/base/text.h"
#include "common/judge/judge.h"
#include "common/page/pool.h"

enum packet_bits {
	PACKET_LOST = 1 << 0,
	PACKET_INSIDE = 1 << 1, /* both ends on one side: no arrow */
	PACKET_RESET = 1 << 2,
	PACKET_AGAIN = 1 << 3, /* a retransmission or a probe */
	PACKET_BARE_ACK = 1 << 4,
	PACKET_DATA = 1 << 5,
	PACKET_OPENS = 1 << 6, /* SYN */
	PACKET_CLOSES = 1 << 7, /* FIN */
};

enum call_bits {
	CALL_FAILED = 1 << 0,
	CALL_STAMPED = 1 << 1, /* strace's text begins with process and time, */
	CALL_TIMED = 1 << 2, /* and ends in the duration: both are left out */
};

enum { BYTES_MOST = 192, ITEMS_MOST = 3000 };

/* Which item first met a script line: for links to the evidence. */
struct run_places {
	struct run_place {
		unsigned line, item;
	} * places;
	size_t count, capacity;
	unsigned item_count;
};

/* item 0: there is none. */
unsigned run_place_of(const struct run_places *places, unsigned line);

/* The object; the caller owns it. places: what is filled in, in its arena; NULL: not wanted. list: each item as a line of an
 * ordered list (HTML), for who has no script; NULL: not wanted. id: the run's place, "linger/02-rst". */
json_t *run_json(struct pool *pool, const char *id, const struct script *script,
		 const struct timeline *timeline, const struct judgement *judgement, struct arena *arena,
		 struct run_places *places, struct text *list);

#endif
