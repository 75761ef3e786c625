/* kernel_socket.c - one socket of the kernel's table, in the words of `ss -tinom`; see teller.h. */
#include <netinet/in.h>

#include "common/page/teller.h"

static const char *timer_text(struct arena *a, const struct kernel_socket *s)
{
	static const char *const names[] = { NULL, "on", "keepalive", "timewait", "persist" };
	char buf[DURATION_TEXT];

	if (!s->timer || s->timer >= sizeof(names) / sizeof(names[0]))
		return "";
	return arena_printf(a, "  timer:(%s,%s,%u)", names[s->timer],
			    duration_text((int64_t)s->timer_ms * 1000000, buf), s->retransmits);
}

const char *kernel_socket_text(struct arena *a, const struct kernel_socket *s)
{
	char local[ENDPOINT_TEXT], remote[ENDPOINT_TEXT];
	const char *state = s->protocol == IPPROTO_TCP ? tcp_state_text(s->state) : "UDP";
	const char *peer = s->remote.port ? endpoint_text(&s->remote, remote) : "*";
	const char *info = s->has_info ? arena_printf(a, "  mss:%u unacked:%u rto:%u backoff:%u", s->mss,
						      s->unacked, s->rto_ms, s->backoff)
				       : "";

	return arena_printf(a, "%-11s  %s > %s  Recv-Q %u  Send-Q %u%s%s", state,
			    endpoint_text(&s->local, local), peer, s->receive_queue, s->send_queue,
			    timer_text(a, s), info);
}
