/* address.c - socket addresses, and messages that have one; see value.h. */
#include "common/calls/annotation.h"
#include "common/calls/value.h"

#include <string.h>

/* "htons(9877)" within its parentheses. */
static bool within_call(struct piece p, const char *function, struct piece *inside)
{
	size_t n = strlen(function);

	if (!piece_begins(p, function) || p.length < n + 2 || p.at[n] != '(' || p.at[p.length - 1] != ')')
		return false;
	*inside = (struct piece){ p.at + n + 1, p.length - n - 2 };
	return true;
}

static bool quoted_address(struct piece p, struct address *out)
{
	return p.length >= 2 && p.at[0] == '"' && p.at[p.length - 1] == '"' &&
	       address_read(p.at + 1, p.length - 2, out);
}

static bool port_of(struct piece inside, const char *name, uint16_t *out)
{
	struct piece value, digits;

	return piece_member(inside, name, &value) && within_call(value, "htons", &digits) &&
	       port_read(digits.at, digits.length, out);
}

/* sin_port=htons(9877), sin_addr=inet_addr("127.0.0.2") */
static bool inet_read(struct piece inside, struct endpoint *out)
{
	struct piece value, quoted;

	return port_of(inside, "sin_port", &out->port) && piece_member(inside, "sin_addr", &value) &&
	       within_call(value, "inet_addr", &quoted) && quoted_address(quoted, &out->address);
}

/* sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0 */
static bool inet6_read(struct piece inside, struct endpoint *out)
{
	struct list members = list_of(inside), given;
	struct piece member, arguments, family, address;

	if (!port_of(inside, "sin6_port", &out->port))
		return false;
	while (list_next(&members, &member)) {
		if (!within_call(member, "inet_pton", &arguments))
			continue;
		given = list_of(arguments);
		return list_next(&given, &family) && list_next(&given, &address) &&
		       quoted_address(address, &out->address);
	}
	return false;
}

/* "/tmp/socket", or @"abstract" */
static const char *unix_path(struct arena *arena, struct piece inside)
{
	struct piece value;
	struct bytes bytes;
	bool abstract;

	if (!piece_member(inside, "sun_path", &value))
		return NULL;
	abstract = piece_begins(value, "@");
	if (!bytes_read(arena, piece_behind(value, abstract), &bytes))
		return NULL;
	return arena_printf(arena, "%s%s", abstract ? "@" : "", bytes.at);
}

bool socket_address_read(struct arena *arena, struct piece p, struct socket_address *out)
{
	struct socket_address a = { 0 };
	struct piece inside, family;

	if (!piece_inside(p, '{', &inside) || !piece_member(inside, "sa_family", &family))
		return false;
	a.family = arena_substring(arena, family.at, family.length);
	if (piece_is(family, "AF_INET"))
		a.has_endpoint = inet_read(inside, &a.endpoint);
	else if (piece_is(family, "AF_INET6"))
		a.has_endpoint = inet6_read(inside, &a.endpoint);
	else if (piece_is(family, "AF_UNIX"))
		a.path = unix_path(arena, inside);
	*out = a;
	return true;
}

/* msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[3<…>]}, …] */
static void control_read(struct arena *arena, struct piece control, struct socket_message *out)
{
	struct piece inside, element, member, value;
	struct list list;

	if (!piece_inside(control, '[', &inside))
		return;
	list = list_of(inside);
	while (!out->passed_count && list_next(&list, &element))
		if (piece_inside(element, '{', &member) && piece_member(member, "cmsg_type", &value) &&
		    piece_is(value, "SCM_RIGHTS") && piece_member(member, "cmsg_data", &value))
			descriptors_read(arena, value, &out->passed, &out->passed_count);
}

static bool header_read(struct arena *arena, struct piece inside, struct socket_message *out)
{
	struct socket_address *name;
	struct piece value;

	*out = (struct socket_message){ .data.at = "" };
	if (!piece_member(inside, "msg_name", &value))
		return false;
	name = arena_alloc(arena, sizeof(*name));
	if (socket_address_read(arena, value, name))
		out->name = name;
	if (piece_member(inside, "msg_iov", &value))
		vector_read(arena, value, &out->data);
	if (piece_member(inside, "msg_control", &value))
		control_read(arena, value, out);
	return true;
}

bool message_read(struct arena *arena, struct piece p, struct socket_message *out)
{
	struct piece inside, first, header;
	struct list list;

	if (piece_inside(p, '{', &inside))
		return header_read(arena, inside, out);
	if (!piece_inside(p, '[', &inside))
		return false;
	list = list_of(inside);
	return list_next(&list, &first) && piece_inside(first, '{', &inside) &&
	       piece_member(inside, "msg_hdr", &header) && piece_inside(header, '{', &inside) &&
	       header_read(arena, inside, out);
}
