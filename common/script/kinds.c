/* kinds.c - what the list of the kinds of line says of each; see line.h. */
#include "common/script/script.h"

#define ROW(KIND, name, ...) [LINE_##KIND] = { __VA_ARGS__ },
static const struct line_traits traits[LINE_KIND_COUNT] = { LINE_KINDS(ROW) };
#undef ROW

const struct line_traits *line_traits(enum line_kind kind)
{
	return &traits[kind];
}

bool line_is_action(const struct line *l)
{
	return traits[l->kind].track == TRACK_NONE;
}

bool line_is_wire(const struct line *l)
{
	return traits[l->kind].track == TRACK_WIRE;
}

bool line_spans(const struct line *l)
{
	return l->never || l->may;
}
