/*
 * story.h - timelines from a few lines of text, for tests. The text becomes real packets and real strace
 * output, so the decoder, the flows, the reader of calls and the owners of endpoints do their genuine work.
 *
 *	0.000 action start client --linger 0        its number is that of the same action in the script
 *	0.010 client > server  S              client: 127.0.0.1:40000 (client#2: 40001), server: 127.0.0.2:9877,
 *	0.020 server > client  S. ack 1       stranger: 127.0.0.9:5555; numbers are relative
 *	0.030 client > server  P. 1:6 ack 1 [win 0] [sack 1:6] [other] [syn 7]
 *	0.030 client > server  UDP 5
 *	0.030 client > server  protocol 132   SCTP, or any other that no line can name
 *	0.030 server > client  ICMP           port unreachable, quoting a datagram of the client
 *	0.040 client call close(3<c>) = 0 took 0.002
 *	0.050 server enters accept(3<l>, NULL, NULL
 *	0.060 server returns ) = 4<s>
 *	0.070 client signal SIGPIPE
 *	0.080 client exits 0                  client killed SIGKILL
 *	0.090 sockets client FIN_WAIT_2 0 5, server LISTEN
 *	0.095 reading TcpActiveOpens 1, TcpOutRsts 0    the counters that the kernel has, and how they moved; with hosts
 *						       "server TcpOutRsts 1"; "state server.1 Z" is a process's
 *	0.100 cut ; mend ; end
 *	dropped 3                             trouble TEXT
 *
 * <c>, <s>, <c2>, <s2> stand for the ends of the first and second connection in strace's notation, <l> for
 * the listening socket, <u> and <v> for UDP sockets, <to> for the server's address as an argument. The n-th
 * byte of a direction is always the same, so sending it again repeats it ("other" sends other bytes).
 * "syn 7" starts the connection with another initial number. '#' begins a comment.
 *
 * Where the script's world is hosts, client and second are 192.0.2.1, server and stranger 198.51.100.1, and each packet is
 * seen on both links:
 *
 *	0.030 client > server  P. 1:6 ack 1 lost    … but this one only as it leaves
 *	0.040 router > client  ICMP                 host unreachable, quoting a segment of the client
 *	0.050 down server                           a cut of all that goes to that host, until mend
 *	0.090 sockets client ESTABLISHED 0 5 1 1500 1600 3 0    timer, expires, rto, backoff, probes
 */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H

#include "common/judge/judge.h"

/* Both end the test program with a message where the text is wrong. */
struct script *story_script(const char *text);
/* Indexed. The script gives the actions their numbers. */
struct timeline *story_tell(const struct script *script, const char *text);

/* A script, a story and what the judge says of them. Ends with tale_end(). */
struct tale {
	struct script *script;
	struct timeline *timeline;
	struct judgement judgement;
};

struct tale tale_judged(const char *script, const char *story, enum judge_mode mode);
void tale_end(struct tale *tale);

/* It holds, with every line met and every event accounted for (a test fails otherwise). */
void tale_holds(const char *script, const char *story);
/* It fails. The first divergence is at the line that contains `at` ("": at none), its texts contain `words`,
 * and its cause `cause`. */
void tale_fails(enum judge_mode mode, const char *script, const char *story, const char *at,
		const char *words, const char *cause);

/* How most of them begin: the client connects to the server, which accepts. */
#define OPENING_SCRIPT                                                                                       \
	"start server\n"                                                                                     \
	"start client\n"                                                                                     \
	"client > server  S\n"                                                                               \
	"server > client  S. ack 1\n"
#define OPENING_STORY                                                                                        \
	"0.000 action start server\n"                                                                        \
	"0.001 server call listen(3<l>, 5) = 0\n"                                                            \
	"0.002 server enters accept(3<l>, NULL, NULL\n"                                                      \
	"0.100 action start client\n"                                                                        \
	"0.110 client call connect(3<c>, <to>) = 0 took 0.01\n"                                              \
	"0.111 client > server S\n"                                                                          \
	"0.112 server > client S. ack 1\n"                                                                   \
	"0.113 client > server . 1:1 ack 1\n"                                                                \
	"0.114 server returns ) = 4<s> took 0.112\n"

#endif
