/* ether_links.h - what the parts of ether.h's implementation share. */
#ifndef COMMON_STAGE_ETHER_LINKS_H
#define COMMON_STAGE_ETHER_LINKS_H

#include "common/base/error.h"
#include "common/stage/ports.h"
#include "common/stage/rtnl.h"

/* Does something with the devices of the network that we are in now; what it is goes into the error. net: the namespace at
 * the other end, where `act` looks at it. */
bool ether_on_links(bool (*act)(struct rtnl *r, const struct port *p, int net), const struct port *p, int net,
		    const char *what, struct error *error);
/* These two are called by such a function: false with errno. */
bool ether_set_flags(struct rtnl *r, int index, unsigned flags); /* IFF_UP, or 0 */
void ether_put_hardware_address(struct rtnl *r, uint16_t attribute, const struct port *p,
				enum port_device which);

#endif
