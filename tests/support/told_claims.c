/* told_claims.c - a scenario's result that speaks of one claim; see told_claims.h. */
#include "tests/support/told_claims.h"

static struct evidence evidence[] = {
	{ .kind = EVIDENCE_FRAME, .text = "frame 6: R. 6:6(0) ack 1", .frame = 6, .line = 14 },
	{ .kind = EVIDENCE_FRAME, .text = "frames 8 to 12: 5 segments, data 1:N", .frame = 8, .line = 15 },
	{ .kind = EVIDENCE_FRAME, .text = "never server > client  F.: none to the end", .line = 16 },
	{ .kind = EVIDENCE_CALL, .text = "close(3) = 0", .line = 17 },
};

const struct claim_says holds = { .what = CASE_HOLDS };

struct claim_says fails(const char *text)
{
	return (struct claim_says){ .what = CASE_FAILS, .text = text };
}

struct claim_says rarely(const char *text)
{
	return (struct claim_says){ .what = CASE_FAILS, .rare = true, .text = text };
}

struct claim_says answers(unsigned part, unsigned parts, const char *text)
{
	return (struct claim_says){ .what = CASE_ANSWERS, .part = part, .parts = parts, .text = text };
}

struct scenario_result *tell(struct told_claim *t, const char *name, enum verdict verdict, const char *id,
			     struct claim_says says, size_t evidence_count)
{
	*t = (struct told_claim){
		.claim = { .id = id,
			   .says = says,
			   .shown = verdict == RESULT_PASS,
			   .sentence = "",
			   .evidence = evidence,
			   .evidence_count = evidence_count },
		.result = { .lab = "linger",
			    .name = name,
			    .file = "labs/linger/x.lab",
			    .title = "A scenario",
			    .verdict = verdict,
			    .reason = verdict == RESULT_PASS ? "" : "a FIN came instead",
			    .at = { "6.1.0", "2026-11-30", "loopback", "", "gcc 12.2.0", "glibc 2.36" },
			    .claim_count = 1 },
	};
	t->result.claims = &t->claim;
	return &t->result;
}
