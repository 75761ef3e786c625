/* annotation.c - endpoints as strace writes them; see annotation.h. */
#include "common/record/annotation.h"

#include <ctype.h>
#include <netinet/in.h>
#include <string.h>

/* How strace names the protocols of network sockets (strace's socketutils.c), and what they are. */
static const struct protocol_name {
	const char *name;
	uint8_t protocol;
} protocol_names[] = {
	{ "TCP", IPPROTO_TCP },
	{ "TCPv6", IPPROTO_TCP },
	{ "UDP", IPPROTO_UDP },
	{ "UDPv6", IPPROTO_UDP },
	{ "UDP-LITE", 0 },
	{ "UDPLITEv6", 0 },
	{ "RAW", 0 },
	{ "RAWv6", 0 },
	{ "PING", 0 },
	{ "PINGv6", 0 },
	{ "SCTP", 0 },
	{ "SCTPv6", 0 },
	{ "PACKET", 0 },
	{ "MPTCP", IPPROTO_TCP },
	{ "MPTCPv6", IPPROTO_TCP },
	{ "socket", 0 },
};

/* A socket of the IPv6 family that talks IPv4 shows ::ffff:127.0.0.1; the wire shows 127.0.0.1. */
static void unmap(struct address *a)
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };
	uint8_t low[4];

	if (a->family != 6 || memcmp(a->bytes, prefix, sizeof(prefix)) != 0)
		return;
	memcpy(low, a->bytes + 12, sizeof(low));
	memset(a->bytes, 0, sizeof(a->bytes));
	memcpy(a->bytes, low, sizeof(low));
	a->family = 4;
}

static bool address_from(const char *text, size_t length, struct address *out)
{
	char copy[ADDRESS_TEXT];

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (!address_parse(copy, out))
		return false;
	unmap(out);
	return true;
}

static bool port_from(const char *text, size_t length, uint16_t *port)
{
	unsigned value = 0;

	if (!length || length > 5)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
		value = value * 10 + (unsigned)(text[i] - '0');
	}
	*port = (uint16_t)value;
	return value <= UINT16_MAX;
}

bool endpoint_read(const char *text, size_t length, struct endpoint *out)
{
	const char *colon = memrchr(text, ':', length);
	size_t host;

	if (!colon)
		return false;
	host = (size_t)(colon - text);
	if (!port_from(colon + 1, length - host - 1, &out->port))
		return false;
	if (host >= 2 && text[0] == '[' && text[host - 1] == ']')
		return address_from(text + 1, host - 2, &out->address);
	return address_from(text, host, &out->address);
}

static uint32_t inode_from(const char *text, size_t length)
{
	uint64_t value = 0;

	for (size_t i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]) || value > UINT32_MAX)
			return 0;
		value = value * 10 + (uint64_t)(text[i] - '0');
	}
	return value > UINT32_MAX ? 0 : (uint32_t)value;
}

static void read_inside(const char *text, size_t length, struct annotation *out)
{
	const char *colon = memchr(text, ':', length);
	const char *arrow;
	size_t name;

	if (!colon || (size_t)(colon - text) + 3 > length || colon[1] != '[' || text[length - 1] != ']')
		return;
	name = (size_t)(colon - text);
	for (size_t i = 0; i < sizeof(protocol_names) / sizeof(protocol_names[0]); i++) {
		if (strlen(protocol_names[i].name) != name || memcmp(protocol_names[i].name, text, name) != 0)
			continue;
		out->is_socket = true;
		out->protocol = protocol_names[i].protocol;
	}
	text += name + 2;
	length -= name + 3;
	if (out->is_socket)
		out->inode = inode_from(text, length);
	if (!out->protocol || out->inode)
		return;
	arrow = memmem(text, length, "->", 2);
	if (!arrow) {
		out->has_local = endpoint_read(text, length, &out->local);
		return;
	}
	out->has_local = endpoint_read(text, (size_t)(arrow - text), &out->local);
	out->has_remote = endpoint_read(arrow + 2, length - (size_t)(arrow + 2 - text), &out->remote);
	if (!out->has_local || !out->has_remote)
		out->has_local = out->has_remote = false;
}

/* Behind a protocol's name and ":[" comes "…->…]>", whose arrow is no end; else a path, in which strace escapes
 * '<' and '>', perhaps with "<char 136:0>" in it. */
size_t annotation_read(const char *text, size_t length, struct annotation *out)
{
	size_t i = 1, depth = 1;

	*out = (struct annotation){ 0 };
	if (!length || text[0] != '<')
		return 0;
	while (i < length && (isalnum((unsigned char)text[i]) || text[i] == '-' || text[i] == '_'))
		i++;
	if (i > 1 && i + 1 < length && text[i] == ':' && text[i + 1] == '[') {
		const char *end = memmem(text + i, length - i, "]>", 2);

		if (!end)
			return 0;
		read_inside(text + 1, (size_t)(end - text), out);
		return (size_t)(end - text) + 2;
	}
	for (i = 1; i < length; i++) {
		if (text[i] == '<')
			depth++;
		else if (text[i] == '>' && --depth == 0)
			return i + 1;
	}
	return 0;
}

size_t quoted_length(const char *text, size_t length)
{
	for (size_t i = 1; i < length; i++) {
		if (text[i] == '\\')
			i++;
		else if (text[i] == '"')
			return i + 1;
	}
	return length;
}

bool annotation_next(const char *text, size_t length, size_t *at, struct annotation *out)
{
	size_t i = *at;

	while (i < length) {
		if (text[i] == '"') {
			i += quoted_length(text + i, length - i);
		} else if (text[i] == '<' && i && isdigit((unsigned char)text[i - 1])) {
			size_t used = annotation_read(text + i, length - i, out);

			*at = i + (used ? used : length - i);
			return used > 0;
		} else {
			i++;
		}
	}
	*at = length;
	return false;
}

/* The text between `before` and `after`, from *at on. */
static const char *between(const char *text, size_t length, const char *before, const char *after,
			   size_t *found)
{
	const char *begin = memmem(text, length, before, strlen(before));
	const char *end;

	if (!begin)
		return NULL;
	begin += strlen(before);
	end = memmem(begin, length - (size_t)(begin - text), after, strlen(after));
	if (!end)
		return NULL;
	*found = (size_t)(end - begin);
	return begin;
}

static bool sockaddr_here(const char *text, size_t length, struct endpoint *out)
{
	bool six = length > 17 && memcmp(text, "sa_family=AF_INET6", 18) == 0;
	const char *piece;
	size_t size;

	piece = between(text, length, six ? "sin6_port=htons(" : "sin_port=htons(", ")", &size);
	if (!piece || !port_from(piece, size, &out->port))
		return false;
	piece = between(text, length, six ? "inet_pton(AF_INET6, \"" : "inet_addr(\"", "\"", &size);
	return piece && address_from(piece, size, &out->address);
}

bool sockaddr_read(const char *text, size_t length, struct endpoint *out)
{
	static const char begin[] = "sa_family=AF_INET";
	size_t i = 0;

	while (i < length) {
		if (text[i] == '"') {
			i += quoted_length(text + i, length - i);
		} else if (text[i] == 's' && length - i >= sizeof(begin) - 1 &&
			   memcmp(text + i, begin, sizeof(begin) - 1) == 0) {
			return sockaddr_here(text + i, length - i, out);
		} else {
			i++;
		}
	}
	return false;
}
