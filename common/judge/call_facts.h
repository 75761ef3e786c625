/* call_facts.h - what a call says of the program that makes it, whatever the script says. */
#ifndef COMMON_JUDGE_CALL_FACTS_H
#define COMMON_JUDGE_CALL_FACTS_H

#include "common/record/timeline.h"
#include "common/script/line.h"

/* One of the calls of a kind (read() and recvfrom(), write() and sendto()) under another name than the line's. */
bool call_is_kin(const struct call_pattern *p, const struct call *c);
/* Does it make the descriptor non-blocking, by fcntl() or by ioctl()? */
bool call_unblocks(const struct call *c);
/* Is it a setsockopt() of this option, whether it succeeds or not? */
bool call_sets_option(const struct call *c, const char *option);
/* What it has set SO_LINGER to; NULL: it has not. */
const struct linger_value *call_sets_linger(const struct call *c);

#endif
