/* tales.c - whole runs for the tests of the reports; see tales.h. */
#include "tests/support/tales.h"

#include "common/base/text.h"

static const char rst_script[] = "claim linger-zero-sends-rst holds\n"
				 "claim linger-zero-skips-time-wait holds\n"
				 "\n"
				 "start server\n"
				 "start client --linger 0\n"
				 "client > server   S  0:0(0)\n"
				 "server > client   S. 0:0(0) ack 1\n"
				 "client > server   P. 1:6(5) ack 1\n"
				 "client: setsockopt(SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0\n"
				 "client: close() = 0                                  within 10ms\n"
				 "* client > server   R. 6:6(0) ack 1\n"
				 "server: read() = -1 ECONNRESET\n"
				 "*2 state client CLOSED\n"
				 "state server CLOSED\n"
				 "control start client --linger off\n";

#define OPENING                                                                                              \
	"0.000 action start server\n"                                                                        \
	"0.0009 server call socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[6740]>\n"                      \
	"0.0010 server call setsockopt(3<TCP:[6740]>, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n"               \
	"0.0011 server call bind(3<TCP:[6740]>, {sa_family=AF_INET, sin_port=htons(9877), "                  \
	"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0\n"                                                      \
	"0.0012 server call listen(3<l>, 1024) = 0\n"                                                        \
	"0.0013 server call accept(3<l>, NULL, NULL) = 4<s> took 0.005090\n"

#define CONNECTING                                                                                           \
	"0.0061 client call socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3<TCP:[6742]>\n"                      \
	"0.0062 client call connect(3<TCP:[6742]>, {sa_family=AF_INET, sin_port=htons(9877), "               \
	"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.000180\n"                                        \
	"0.006216 client > server S\n"                                                                       \
	"0.006233 server > client S. ack 1\n"                                                                \
	"0.006249 client > server . 1:1 ack 1\n"

#define TALKING                                                                                              \
	"0.002 action start client --linger 0\n" CONNECTING                                                  \
	"0.00645 server call read(4<s>, \"hello\", 100) = 5 took 0.000120\n"                                 \
	"0.0065 client call write(3<c>, \"hello\", 5) = 5 took 0.00009\n"                                    \
	"0.00653 client > server P. 1:6 ack 1\n"                                                             \
	"0.0067 client call setsockopt(3<c>, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0\n"       \
	"0.0068 client call close(3<c>) = 0 took 0.00008\n"

static const char rst_story[] = OPENING TALKING
	"0.0067 server call read(4<s>, 0x7ffc53b08500, 100) = -1 ECONNRESET (Connection reset by peer) took 0.00019\n"
	"0.00684 client > server R. 6:6 ack 1\n"
	"0.0070 client call exit_group(0) = ?\n"
	"0.0071 client exits 0\n"
	"0.0072 server exits 0\n"
	"0.008 sockets\n"
	"0.009 end\n";

static const char fin_story[] = OPENING TALKING "0.0067 server call read(4<s>, \"\", 100) = 0 took 0.00023\n"
						"0.00684 client > server F. 6:6 ack 1\n"
						"0.00688 server > client . 1:1 ack 7\n"
						"0.0071 client exits 0\n"
						"0.0072 server enters read(4<s>, \n"
						"0.008 sockets client FIN_WAIT_2, server CLOSE_WAIT\n"
						"5.009 end\n";

static const char silent_story[] = OPENING "0.002 action start client --linger 0\n" CONNECTING "5.009 end\n";

static const char crowd_script[] = "claim some-claim fails \"while the cable is cut: nothing arrives\"\n"
				   "start server\n"
				   "start client\n"
				   "client > server   S  0:0(0)\n"
				   "server > client   S. 0:0(0) ack 1\n"
				   "server > client   data 1:N\n"
				   "server: clone() = ...\n"
				   "kill server.1 KILL\n"
				   "* server > client   F. N:N(0) ack 1\n"
				   "client: --- SIGPIPE ---\n"
				   "state client CLOSE_WAIT\n"
				   "cut client > server\n"
				   "client > server   P. 1:6(5) ack ... lost\n"
				   "client > server   P. 1:6(5) ack ... retransmission lost\n"
				   "control without cut\n";

static void tell_crowd(struct text *t)
{
	unsigned at = 1;

	text_add(
		t, OPENING
		"0.002 action start client\n" CONNECTING
		"0.00645 server call clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, "
		"child_tidptr=0x7fed99614a10) = 101 took 0.0001\n"
		"0.0066 server enters accept(3<l>, NULL, NULL\n");
	for (unsigned i = 0; i < 16; i++) {
		double ms = 10 + i;

		text_addf(
			t,
			"%.6f server.1 call write(4<s>, \"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\"..., 32741) = 32741 took 0.00004\n",
			ms / 1e3);
		text_addf(t, "%.6f server > client . %u:%u ack 1\n", (ms + .02) / 1e3, at, at + 32741);
		at += 32741;
		text_addf(
			t,
			"%.6f client call read(3<c>, \"aaaaaaaaaaaaaaaaaaaaaaaaaaaa\"..., 65536) = 32741 took 0.00004\n",
			(ms + .1) / 1e3);
		text_addf(t, "%.6f client > server . 1:1 ack %u\n", (ms + .2) / 1e3, at);
	}
	for (unsigned i = 0; i < 9; i++)
		text_addf(
			t,
			"%.6f client call read(3<c>, 0x7ffe12345678, 65536) = -1 EAGAIN (Resource temporarily "
			"unavailable)\n",
			0.027 + i * 1e-4);
	text_add(t, "0.030 server.1 enters read(4<s>, \n"
		    "1.530 action kill server.1 KILL\n");
	text_addf(t, "1.53006 server > client F. %u:%u ack 1\n1.53009 client > server . 1:1 ack %u\n", at, at,
		  at + 1);
	text_addf(t,
		  "1.5301 server.1 killed SIGKILL\n"
		  "1.531 client signal SIGPIPE\n"
		  "1.532 sockets client CLOSE_WAIT 0 512\n"
		  "1.533 action cut client > server\n"
		  "1.533 cut\n"
		  "1.5331 client call write(3<c>, \"hello\", 5) = 5 took 0.00009\n"
		  "1.53313 client > server P. 1:6 ack %u\n"
		  "1.73313 client > server P. 1:6 ack %u\n"
		  "1.7332 client call close(3<c>) = 0 took 1.000090\n"
		  "2.7335 end\n",
		  at + 1, at + 1);
}

static const char pair_script[] = "claim some-claim holds\n"
				  "start server\n"
				  "start client\n"
				  "client > server   S  0:0(0)\n"
				  "server > client   S. 0:0(0) ack 1\n"
				  "client#2 > server   S  0:0(0)\n"
				  "server > client#2   S. 0:0(0) ack 1\n"
				  "client > server   P. 1:6(5) ack 1\n"
				  "* client: shutdown(SHUT_WR) = 0\n"
				  "client > server   F. 6:6(0) ack 1\n";

static const char pair_story[] =
	OPENING "0.001 sockets server LISTEN\n"
		"0.002 action start client\n" CONNECTING "0.0071 client > server . 1:1 ack 1\n"
		"0.0080 client call connect(4<TCP:[6743]>, {sa_family=AF_INET, sin_port=htons(9877), "
		"sin_addr=inet_addr(\"127.0.0.2\")}, 16) = 0 took 0.000180\n"
		"0.00802 client#2 > server S\n"
		"0.00804 server > client#2 S. ack 1\n"
		"0.00806 client#2 > server . 1:1 ack 1\n"
		"0.0081 server call accept(3<l>, NULL, NULL) = 5<s2>\n"
		"0.009 client call write(3<c>, \"hello\", 5) = 5\n"
		"0.009004 client > server P. 1:6 ack 1\n"
		"0.00905 server > client . 1:1 ack 6\n"
		"0.210 client > server P. 1:6 ack 1\n"
		"0.2101 server > client . 1:1 ack 6 sack 1:6\n"
		"0.220 client call shutdown(3<c>, SHUT_WR) = 0\n"
		"0.220005 client > server F. 6:6 ack 1\n"
		"0.2201 server > client . 1:1 ack 7\n"
		"0.230 sockets client FIN_WAIT_2, client#2 ESTABLISHED, server CLOSE_WAIT 6 0\n"
		"0.240 end\n";

static const char hosts_script[] = "claim some-claim holds\n"
				   "world hosts\n"
				   "start server\n"
				   "start client\n"
				   "client > server   S  0:0(0)\n"
				   "server > client   S. 0:0(0) ack 1\n"
				   "cut\n"
				   "client > server   P. 1:6(5) ack 1  lost\n"
				   "mend\n"
				   "unreachable server\n"
				   "client > server   P. 1:6(5) ack 1  retransmission, lost\n"
				   "router > client   ICMP host-unreachable\n"
				   "reboot server\n"
				   "client > server   P. 1:6(5) ack 1  retransmission\n"
				   "* server > client R  1:1(0)\n"
				   "client: read() = -1 ECONNRESET\n"
				   "control crash server\n";

static const char hosts_story[] =
	OPENING "0.002 action start client\n" CONNECTING "0.010 action cut\n0.010 cut\n"
		"0.011 client call write(3<c>, \"hello\", 5) = 5\n"
		"0.01101 client > server P. 1:6 ack 1 lost\n"
		"0.012 client enters read(3<c>, \n"
		"0.020 action mend\n0.020 mend\n"
		"0.021 action unreachable server\n0.021 down server\n"
		"0.221 client > server P. 1:6 ack 1 lost\n"
		"0.22101 router > client ICMP\n"
		"0.222 action reboot server\n"
		"0.223 server killed SIGKILL\n0.224 mend\n"
		"0.650 client > server P. 1:6 ack 1\n"
		"0.650050 server > client R 1:1\n"
		"0.6501 client returns 0x7, 5) = -1 ECONNRESET (Connection reset by peer) took 0.638\n"
		"0.6503 client exits 1\n"
		"0.651 end\n";

struct tale tale_told(enum tale_name name)
{
	struct text crowd = { 0 };
	struct tale tale;

	switch (name) {
	case TALE_FIN: return tale_judged(rst_script, fin_story, JUDGE_FINAL);
	case TALE_SILENT: return tale_judged(rst_script, silent_story, JUDGE_FINAL);
	case TALE_HOSTS: return tale_judged(hosts_script, hosts_story, JUDGE_FINAL);
	case TALE_PAIR: return tale_judged(pair_script, pair_story, JUDGE_FINAL);
	case TALE_CROWD:
		tell_crowd(&crowd);
		tale = tale_judged(crowd_script, text_chars(&crowd), JUDGE_FINAL);
		text_free(&crowd);
		return tale;
	case TALE_RST:
	case TALES: break;
	}
	return tale_judged(rst_script, rst_story, JUDGE_FINAL);
}

char *drawn(const struct tale *tale, const struct ladder_style *style)
{
	struct text out = { 0 };

	ladder_draw(&out, tale->script, tale->timeline, &tale->judgement, style);
	failure_draw(&out, tale->script, tale->timeline, &tale->judgement, style);
	return out.chars;
}
