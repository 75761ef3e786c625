/* adversity.c - who is held up, where and for how long; see adversity.h. */
#include "common/stage/adversity.h"

#include <math.h>

/* splitmix64 (Steele, Lea, Flood 2014): any state will do as a beginning. */
static uint64_t next(struct adversity *a)
{
	uint64_t z = a->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct adversity branch(struct adversity from, const char *word, uint64_t number)
{
	struct adversity a = { from.state ^ number };

	if (!from.state)
		return from;
	for (; *word; word++)
		a.state = next(&a) ^ (unsigned char)*word;
	next(&a);
	a.state += !a.state;
	return a;
}

struct adversity adversity_of_run(uint64_t seed, const char *run, uint64_t control)
{
	return branch((struct adversity){ seed }, run, control << 32);
}

struct adversity adversity_of_actor(struct adversity run, const char *actor)
{
	return branch(run, actor, 0);
}

struct adversity adversity_of_call(struct adversity actor, const char *name)
{
	return branch(actor, name, 0);
}

/* From 10 ms to 1 s, as many below 100 ms as above. */
static int64_t delay_us(struct adversity *a)
{
	return (int64_t)(1e4 * pow(100, (double)(next(a) >> 11) * 0x1p-53));
}

int64_t adversity_pause(struct adversity *a)
{
	return !a->state || next(a) % 2 ? 0 : delay_us(a) * 1000;
}

bool adversity_delay(struct adversity *a, const char *name, struct text *out)
{
	unsigned when;

	if (!a->state || next(a) % 3)
		return false;
	when = next(a) % 2
		       ? 1
		       : 1 + (unsigned)(next(a) % 4); /* mostly the first of its name: a program makes few */
	text_addf(out, "%s:delay_exit=%lld:when=%u", name, (long long)delay_us(a), when);
	return true;
}
