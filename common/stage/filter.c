/*
 * filter.c - packet filter rules that cut a link and mend it; see filter.h.
 *
 * A cut is a rule at the input hook, where a packet has been seen on the wire and has not come to TCP yet: the
 * sender notices nothing, as on a link that has failed, and the capture shows what it sent in vain.
 *
 * Rules are only ever added, each above the older ones, and the first that fits decides: a mended link is one
 * whose first rule accepts everything. Deleting a rule would make the kernel wait 10 to 20 ms (for an RCU
 * grace period, when the netlink socket is closed); adding one takes 0.5 ms.
 */
#include "common/stage/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <nftables/libnftables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/text.h"
/* Where the rules live: of one network namespace, which goes with the world. */
#define TABLE	     "inet socklab"
#define BRIDGE_TABLE "bridge socklab"
#define PROBE	     "inet socklab_probe"
#define NEW_HOOK(table, hook)                                                                                \
	"add table " table "\n"                                                                              \
	"add chain " table " " hook " { type filter hook " hook " priority 0; policy accept; }\n"
#define NEW_CHAIN(table) NEW_HOOK(table, "input")

enum { COMMANDS = 1024 };

/* libnftables' complaint is its first line: "…: Error: Could not process rule: Operation not permitted". */
static bool complain(struct error *error, const char *complaint)
{
	const char *begin = complaint ? strstr(complaint, "Error: ") : NULL;
	size_t length;

	if (!begin)
		begin = complaint && *complaint ? complaint : "no reason given";
	else
		begin += strlen("Error: ");
	length = strcspn(begin, "\n");
	return error_set(error, "nftables: %.*s", (int)length, begin);
}

/* Runs the commands as one transaction: all of them take effect, or none. *nft, which may be NULL, is the caller's
 * to free. */
static bool run_open(struct nft_ctx **nft, const char *commands, struct error *error)
{
	*nft = nft_ctx_new(NFT_CTX_DEFAULT);
	if (!*nft)
		return error_errno(error, "nftables");
	return (nft_ctx_buffer_error(*nft) == 0 && nft_ctx_buffer_output(*nft) == 0 &&
		nft_run_cmd_from_buffer(*nft, commands) == 0) ||
	       complain(error, nft_ctx_get_error_buffer(*nft));
}

static bool run(const char *commands, struct error *error)
{
	struct nft_ctx *nft;
	bool done = run_open(&nft, commands, error);

	if (nft)
		nft_ctx_free(nft);
	return done;
}

/* What a rule says of one end, in nft(8)'s words. Any address is any of the loopback's but the marker's. */
static void end_text(char *text, size_t size, uint8_t family, const char *which, const struct address *a)
{
	char address[ADDRESS_TEXT];

	if (a->family)
		snprintf(text, size, "%s %s %s", family == 4 ? "ip" : "ip6", which, address_text(a, address));
	else if (family == 4)
		snprintf(text, size, "ip %s 127.0.0.0/8 ip %s != 127.0.0.3", which, which);
	else
		snprintf(text, size, "ip6 %s ::1", which);
}

#define LIST_INPUT "list chain " TABLE " input"
/* Of a rule that counts, as it is listed: "counter packets 3 bytes 180 drop". */
#define COUNTER "counter packets "

/* Whether there was a cut before. */
static bool has_chain(const char *list)
{
	return run(list, NULL);
}

/* Adds the rule of one family to the commands, above all others. */
static void add_rule(char *commands, size_t size, uint8_t family, const struct address *source,
		     const struct address *destination)
{
	char from[96], to[96];
	size_t used = strlen(commands);

	end_text(from, sizeof(from), family, "saddr", source);
	end_text(to, sizeof(to), family, "daddr", destination);
	snprintf(commands + used, size - used, "insert rule " TABLE " input %s %s counter drop\n", from, to);
}

bool filter_cut(const struct address *source, const struct address *destination, struct error *error)
{
	uint8_t family = source->family ? source->family : destination->family;
	char commands[COMMANDS] = "";

	if (source->family && destination->family && source->family != destination->family)
		return error_set(error, "a cable between an IPv4 and an IPv6 address cannot be cut");
	if (!has_chain(LIST_INPUT))
		snprintf(commands, sizeof(commands), "%s", NEW_CHAIN(TABLE));
	if (family != 6)
		add_rule(commands, sizeof(commands), 4, source, destination);
	if (family != 4)
		add_rule(commands, sizeof(commands), 6, source, destination);
	return run(commands, error);
}

bool filter_mend(struct error *error)
{
	return !has_chain(LIST_INPUT) || run("insert rule " TABLE " input accept", error);
}

bool filter_dropped(size_t *packets, struct error *error)
{
	struct nft_ctx *nft;
	bool done = run_open(&nft, LIST_INPUT, error);

	*packets = 0;
	for (const char *at = done ? nft_ctx_get_output_buffer(nft) : ""; (at = strstr(at, COUNTER));) {
		at += strlen(COUNTER);
		*packets += strtoull(at, NULL, 10);
	}
	if (nft)
		nft_ctx_free(nft);
	return done;
}

/* ---- what is forwarded ---- */

/* A bridge has tables of its own, and knows families as the protocol of a frame. */
static const struct forwarder {
	enum filter_place place;
	const char *new_hook, *list, *insert, *family[2];
} forwarders[] = {
	{ FILTER_ROUTER,
	  NEW_HOOK(TABLE, "forward"),
	  "list chain " TABLE " forward",
	  "insert rule " TABLE " forward",
	  { "meta nfproto ipv4", "meta nfproto ipv6" } },
	{ FILTER_SWITCH,
	  NEW_HOOK(BRIDGE_TABLE, "forward"),
	  "list chain " BRIDGE_TABLE " forward",
	  "insert rule " BRIDGE_TABLE " forward",
	  { "meta protocol ip", "meta protocol ip6" } },
};

enum { FORWARDERS = sizeof(forwarders) / sizeof(forwarders[0]) };

static void add_path(struct text *commands, const struct forwarder *f, const struct filter_path *path)
{
	char from[96] = "", to[96] = "";

	if (path->source)
		end_text(from, sizeof(from), path->family, "saddr", path->source);
	if (path->destination)
		end_text(to, sizeof(to), path->family, "daddr", path->destination);
	text_addf(commands, "%s %s %s %s drop\n", f->insert, f->family[path->family == 6], from, to);
}

bool filter_stop(unsigned places, const struct filter_path *paths, size_t count, struct error *error)
{
	bool done = true;

	for (size_t i = 0; done && i < FORWARDERS; i++) {
		struct text commands = { 0 };

		if (!(places & forwarders[i].place))
			continue;
		if (!has_chain(forwarders[i].list))
			text_add(&commands, forwarders[i].new_hook);
		for (size_t k = 0; k < count; k++)
			add_path(&commands, &forwarders[i], &paths[k]);
		done = run(text_chars(&commands), error);
		text_free(&commands);
	}
	return done;
}

bool filter_forward(unsigned places, struct error *error)
{
	bool done = true;

	for (size_t i = 0; done && i < FORWARDERS; i++) {
		char commands[COMMANDS];

		if (!(places & forwarders[i].place) || !has_chain(forwarders[i].list))
			continue;
		snprintf(commands, sizeof(commands), "%s accept", forwarders[i].insert);
		done = run(commands, error);
	}
	return done;
}

/* Tries in a process of its own, which answers before it closes its netlink socket, and waits for that alone. */
static _Noreturn void probe_and_answer(int answer)
{
	/* One transaction that ends as it began: nothing is left behind even where it is interrupted. */
	static const char commands[] =
		NEW_CHAIN(PROBE) "add rule " PROBE
				 " input ip saddr 127.0.0.0/8 ip saddr != 127.0.0.3 counter drop\n"
				 "add rule " PROBE " input ip6 saddr ::1 counter drop\n"
				 "delete table " PROBE "\n";
	struct error error = { 0 }; /* what is not set says that it can be done */
	struct nft_ctx *nft;
	ssize_t n;

	/* Where we may not, libnftables says so on standard error as well. */
	dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
	run_open(&nft, commands, &error);
	n = write(answer, &error, sizeof(error)); /* below PIPE_BUF: whole, or not at all */
	_exit(n < 0);
}

bool filter_possible(struct error *error)
{
	struct error found;
	int answer[2];
	ssize_t n;
	pid_t pid;

	if (pipe2(answer, O_CLOEXEC) < 0)
		return error_errno(error, "pipe");
	pid = fork();
	if (pid == 0) {
		/* Its own child is nobody's to wait for: it goes when the kernel lets it. */
		pid = fork();
		if (pid == 0)
			probe_and_answer(answer[1]);
		_exit(pid < 0);
	}
	close(answer[1]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	do
		n = read(answer[0], &found, sizeof(found));
	while (n < 0 && errno == EINTR);
	close(answer[0]);
	if (pid < 0 || n != (ssize_t)sizeof(found))
		return error_set(error, "the nftables probe did not answer");
	return !error_is_set(&found) || error_pass(error, &found);
}
