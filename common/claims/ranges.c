/* ranges.c - "> 0" within ">= 0", "< 5" beside "= 7": comparisons as sets of numbers; see match.h. */
#include "common/claims/match.h"

/* The numbers between two bounds; NE is all but one, and has none. */
struct interval {
	uint64_t from, to;
	bool empty;
};

static struct interval interval_of(struct range r)
{
	switch (r.compare) {
	case COMPARE_EQ: return (struct interval){ r.value, r.value, false };
	case COMPARE_LT: return (struct interval){ 0, r.value - 1, r.value == 0 };
	case COMPARE_LE: return (struct interval){ 0, r.value, false };
	case COMPARE_GT: return (struct interval){ r.value + 1, UINT64_MAX, r.value == UINT64_MAX };
	case COMPARE_GE: return (struct interval){ r.value, UINT64_MAX, false };
	case COMPARE_NE:
	case COMPARE_NONE: break;
	}
	return (struct interval){ 0, UINT64_MAX, false };
}

static bool holds_value(struct interval i, uint64_t value)
{
	return !i.empty && i.from <= value && value <= i.to;
}

bool range_within(struct range inner, struct range outer)
{
	struct interval i = interval_of(inner), o = interval_of(outer);

	if (outer.compare == COMPARE_NE)
		return inner.compare == COMPARE_NE ? inner.value == outer.value
						   : !holds_value(i, outer.value);
	if (inner.compare == COMPARE_NE)
		return outer.compare == COMPARE_NONE;
	return i.empty || (!o.empty && o.from <= i.from && i.to <= o.to);
}

bool ranges_meet(struct range a, struct range b)
{
	struct interval i = interval_of(a), k = interval_of(b);

	if (i.empty || k.empty)
		return false;
	if (a.compare == COMPARE_NE || b.compare == COMPARE_NE) {
		struct range all_but = a.compare == COMPARE_NE ? a : b;
		struct interval other = a.compare == COMPARE_NE ? k : i;

		return other.from != other.to || other.from != all_but.value;
	}
	return i.from <= k.to && k.from <= i.to;
}
