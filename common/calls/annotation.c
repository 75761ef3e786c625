/* annotation.c - what is behind a descriptor; see annotation.h. */
#include "common/calls/annotation.h"

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

bool address_read(const char *text, size_t length, struct address *out)
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

bool port_read(const char *text, size_t length, uint16_t *port)
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
	if (!port_read(colon + 1, length - host - 1, &out->port))
		return false;
	if (host >= 2 && text[0] == '[' && text[host - 1] == ']')
		return address_read(text + 1, host - 2, &out->address);
	return address_read(text, host, &out->address);
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

static bool named(const char *text, size_t length, const char *name)
{
	return length == strlen(name) && memcmp(text, name, length) == 0;
}

/* "NAME:[INSIDE]" that is no network socket. */
static enum file_kind kind_of(const char *name, size_t length, const char *inside, size_t inside_length)
{
	if (length >= 4 && memcmp(name, "UNIX", 4) == 0) /* UNIX-STREAM, … */
		return FILE_UNIX;
	if (named(name, length, "NETLINK"))
		return FILE_NETLINK;
	if (named(name, length, "pipe"))
		return FILE_PIPE;
	return named(name, length, "anon_inode") && named(inside, inside_length, "timerfd") ? FILE_TIMER
											    : FILE_OTHER;
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

/* "127.0.0.1:45158->127.0.0.2:9877", or its own end alone. */
static void read_ends(const char *text, size_t length, struct annotation *out)
{
	const char *arrow = memmem(text, length, "->", 2);

	if (!arrow) {
		out->has_local = endpoint_read(text, length, &out->local);
		return;
	}
	out->has_local = endpoint_read(text, (size_t)(arrow - text), &out->local);
	out->has_remote = endpoint_read(arrow + 2, length - (size_t)(arrow + 2 - text), &out->remote);
	if (!out->has_local || !out->has_remote)
		out->has_local = out->has_remote = false;
}

static void read_inside(const char *name, size_t name_length, const char *text, size_t length,
			struct annotation *out)
{
	out->kind = kind_of(name, name_length, text, length);
	for (size_t i = 0; i < sizeof(protocol_names) / sizeof(protocol_names[0]); i++) {
		if (!named(name, name_length, protocol_names[i].name))
			continue;
		out->kind = FILE_SOCKET;
		out->protocol = protocol_names[i].protocol;
	}
	if (out->kind == FILE_SOCKET)
		out->inode = inode_from(text, length); /* it has no end yet, or none any more */
	if (out->protocol && !out->inode)
		read_ends(text, length, out);
}

/* The "]>" that ends it. A Unix socket's path is a string in which everything may stand. */
static const char *end_of_inside(const char *text, size_t length)
{
	for (size_t i = 0; i + 1 < length; i++) {
		if (text[i] == '"')
			i += quoted_length(text + i, length - i) - 1;
		else if (text[i] == ']' && text[i + 1] == '>')
			return text + i;
	}
	return NULL;
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
		const char *inside = text + i + 2, *end = end_of_inside(inside, length - i - 2);

		if (!end)
			return 0;
		read_inside(text + 1, i - 1, inside, (size_t)(end - inside), out);
		return (size_t)(end - text) + 2;
	}
	out->kind = length > 5 && memcmp(text, "</dev/", 6) == 0 ? FILE_DEVICE
		    : length > 1 && text[1] == '/'		 ? FILE_ON_DISK
								 : FILE_OTHER;
	for (i = 1; i < length; i++) {
		if (text[i] == '<')
			depth++;
		else if (text[i] == '>' && --depth == 0)
			return i + 1;
	}
	return 0;
}
