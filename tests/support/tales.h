/* tales.h - whole runs for the tests of the reports, told in story.h's words. */
#ifndef TESTS_TALES_H
#define TESTS_TALES_H

#include "common/report/ladder.h"
#include "tests/support/story.h"

enum tale_name {
	TALE_RST, /* SO_LINGER {on, 0 s}: close() sends a RST; holds */
	TALE_FIN, /* the same script, but a FIN comes */
	TALE_SILENT, /* the same script, and the client does nothing after the handshake */
	TALE_CROWD, /* a server that forks, a killed child, bulk data, a cut cable, a retransmission */
	TALE_PAIR, /* two clients' worth of connections, a listening table, a needless retransmission */
	TALE_HOSTS, /* world hosts: a cut cable, a router that answers, a host that crashes and comes back */
	TALES,
};

struct tale tale_told(enum tale_name name);
/* Its ladder, and the story of its failure, if it fails; malloc'd for the caller to free. */
char *drawn(const struct tale *tale, const struct ladder_style *style);

#endif
