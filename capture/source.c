/*
 * source.c - packets from a live interface or a capture file, by libpcap.
 *
 * Every error is one sentence that names the interface or file and says what is wrong with it.
 */
#include "capture/source.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* In immediate mode the kernel's buffer is a ring of slots that are as large as the snapshot (or as the MTU,
 * which is 64 KiB on lo): whole frames leave room for 16 packets in 2 MiB, which one burst of a sender can fill
 * while we are not scheduled. 4,000 bytes make each slot one page: 500 packets, where the longest record of our
 * labs has 60. What is lost nevertheless is counted. The end of a long payload is not captured; no verdict rests on
 * it. */
enum {
	SNAPSHOT = 4000,
	BUFFER = 2 * 1024 * 1024,
	NAME_LIMIT = 200, /* of a file, in an error */
};

struct source {
	pcap_t *pcap;
	bool live;
	char name[NAME_LIMIT];
	struct bpf_program filter; /* of a file: applied here, so that skipped frames are counted as well */
	bool has_filter;
	uint32_t frame; /* number of the last */
	bool cut; /* the file ends in the middle of a packet */
	int handed; /* packets in this source_read() */
	source_handler *handle;
	void *context;
};

static const int link_types[] = { DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW,
				  DLT_IPV4,   DLT_IPV6,	     DLT_NULL,	     DLT_LOOP };

static bool check_link_type(struct source *s, struct error *error)
{
	int type = pcap_datalink(s->pcap);
	const char *name = pcap_datalink_val_to_name(type);

	for (size_t i = 0; i < sizeof(link_types) / sizeof(link_types[0]); i++)
		if (link_types[i] == type)
			return true;
	return error_set(
		error,
		"%s: link type %s (%d) is none that we decode: Ethernet, Linux cooked, raw IP, BSD loopback",
		s->name, name ? name : "unknown", type);
}

static bool compile_filter(struct source *s, const char *filter, struct error *error)
{
	if (!filter)
		return true;
	if (pcap_compile(s->pcap, &s->filter, filter, 1, PCAP_NETMASK_UNKNOWN))
		return error_set(error, "filter \"%s\": %s", filter, pcap_geterr(s->pcap));
	s->has_filter = true;
	if (s->live && pcap_setfilter(s->pcap, &s->filter))
		return error_set(error, "%s: filter \"%s\": %s", s->name, filter, pcap_geterr(s->pcap));
	return true;
}

static struct source *new_source(const char *name, bool live, struct error *error)
{
	struct source *s = calloc(1, sizeof(*s));

	if (!s) {
		error_set(error, "%s: out of memory", name);
		return NULL;
	}
	s->live = live;
	snprintf(s->name, sizeof(s->name), "%s", name);
	return s;
}

static bool not_activated(const struct source *s, int status, struct error *error)
{
	switch (status) {
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		return error_set(
			error,
			"%s: no permission to capture (it takes CAP_NET_RAW in this network namespace)",
			s->name);
	case PCAP_ERROR_NO_SUCH_DEVICE:
		return error_set(error, "%s: there is no such interface in this network namespace", s->name);
	case PCAP_ERROR_IFACE_NOT_UP: return error_set(error, "%s: the interface is down", s->name);
	}
	return error_set(error, "%s: %s", s->name,
			 status == PCAP_ERROR && *pcap_geterr(s->pcap) ? pcap_geterr(s->pcap)
								       : pcap_statustostr(status));
}

/* Every packet on lo passes a packet socket twice, leaving and arriving. libpcap drops the first, but only
 * after it took a slot of the ring. Kernels before 4.20 refuse: then there is room for half as many. */
static void ignore_second_copy(struct source *s)
{
	int on = 1;

	if (strcmp(s->name, "lo") == 0)
		setsockopt(pcap_fileno(s->pcap), SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
}

/* Delivered at once, stamped in nanoseconds. The interface is left as it is: not promiscuous. */
static bool activate(struct source *s, struct error *error)
{
	char pcap_error[PCAP_ERRBUF_SIZE] = "";
	int status;

	s->pcap = pcap_create(s->name, pcap_error);
	if (!s->pcap)
		return error_set(error, "%s: %s", s->name, pcap_error);
	pcap_set_snaplen(s->pcap, SNAPSHOT);
	pcap_set_promisc(s->pcap, 0);
	pcap_set_immediate_mode(s->pcap, 1);
	pcap_set_buffer_size(s->pcap, BUFFER);
	if (pcap_set_tstamp_precision(s->pcap, PCAP_TSTAMP_PRECISION_NANO))
		return error_set(error, "%s: no time stamps in nanoseconds", s->name);
	status = pcap_activate(s->pcap);
	if (status < 0)
		return not_activated(s, status, error);
	if (pcap_setnonblock(s->pcap, 1, pcap_error))
		return error_set(error, "%s: %s", s->name, pcap_error);
	ignore_second_copy(s);
	return true;
}

struct source *source_open_live(const char *name, const char *filter, struct error *error)
{
	struct source *s = new_source(name, true, error);

	if (!s)
		return NULL;
	if (activate(s, error) && check_link_type(s, error) && compile_filter(s, filter, error))
		return s;
	source_close(s);
	return NULL;
}

/* "truncated dump file; …" or "truncated pcapng dump file; …": libpcap has no code for it. */
static bool says_truncated(const char *pcap_error)
{
	return strncmp(pcap_error, "truncated", 9) == 0 && strstr(pcap_error, "dump file");
}

/* libpcap's own words for a file that it cannot read begin with the name, or do not say what matters. */
static void explain_file(const struct source *s, int open_errno, const char *pcap_error, struct error *error)
{
	if (open_errno == ENOENT || open_errno == EACCES || open_errno == EISDIR || open_errno == ENOTDIR)
		error_number(error, open_errno, "%s", s->name);
	else if (strstr(pcap_error, "unknown file format"))
		error_set(error, "%s: not a capture file (neither pcap nor pcapng)", s->name);
	else if (says_truncated(pcap_error))
		error_set(error, "%s: not a capture file: it ends within the file's header", s->name);
	else
		error_set(error, "%s: %s", s->name, pcap_error);
}

struct source *source_open_file(const char *path, const char *filter, struct error *error)
{
	struct source *s = new_source(strcmp(path, "-") ? path : "standard input", false, error);
	char pcap_error[PCAP_ERRBUF_SIZE] = "";

	if (!s)
		return NULL;
	errno = 0;
	s->pcap = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, pcap_error);
	if (!s->pcap)
		explain_file(s, errno, pcap_error, error);
	else if (check_link_type(s, error) && compile_filter(s, filter, error))
		return s;
	source_close(s);
	return NULL;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	if (s->has_filter)
		pcap_freecode(&s->filter);
	if (s->pcap)
		pcap_close(s->pcap);
	free(s);
}

int source_link_type(const struct source *s)
{
	return pcap_datalink(s->pcap);
}

int source_fd(const struct source *s)
{
	return s->live ? pcap_get_selectable_fd(s->pcap) : -1;
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
	struct source *s = (struct source *)user;
	struct packet p;

	s->frame++;
	if (!s->live && s->has_filter && !pcap_offline_filter(&s->filter, header, bytes))
		return;
	/* With PCAP_TSTAMP_PRECISION_NANO tv_usec holds nanoseconds. A file may claim any second. */
	packet_decode(&p, pcap_datalink(s->pcap), bytes, header->caplen, header->len,
		      (int64_t)((uint64_t)header->ts.tv_sec * 1000000000u + (uint64_t)header->ts.tv_usec));
	p.frame = s->frame;
	s->handed++;
	s->handle(s->context, &p);
}

int source_read(struct source *s, source_handler *handle, void *context, struct error *error)
{
	int status;

	s->handle = handle;
	s->context = context;
	s->handed = 0;
	do /* a file is read in batches, a live buffer until it is empty */
		status = pcap_dispatch(s->pcap, -1, take, (u_char *)s);
	while (status > 0);
	if (status == 0 || status == PCAP_ERROR_BREAK)
		return s->handed;
	s->cut = says_truncated(pcap_geterr(s->pcap));
	if (s->cut)
		error_set(error, "%s: cut short after frame %u", s->name, s->frame);
	else if (s->live)
		error_set(error, "%s: %s", s->name, pcap_geterr(s->pcap));
	else
		error_set(error, "%s: after frame %u: %s", s->name, s->frame, pcap_geterr(s->pcap));
	return -1;
}

bool source_is_cut(const struct source *s)
{
	return s->cut;
}

bool source_counts(struct source *s, struct source_counts *counts)
{
	struct pcap_stat stat;

	*counts = (struct source_counts){ 0, 0 };
	if (!s->live)
		return true;
	if (pcap_stats(s->pcap, &stat))
		return false;
	counts->received = stat.ps_recv;
	counts->dropped = (uint64_t)stat.ps_drop + stat.ps_ifdrop;
	return true;
}
