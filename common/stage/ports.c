/* ports.c - the links of a world as the kernel has them; see ports.h. */
#include "common/stage/ports.h"

#include <stdio.h>
#include <string.h>

enum { ETHERNET = 1500, FIRST_SWITCH = 100, FIRST_FAR = 2 };

static const struct world_end *end_on(const struct world *w, int host, unsigned link)
{
	for (size_t i = 0; host != NO_HOST && i < w->hosts[host].end_count; i++)
		if (w->hosts[host].ends[i].link == link)
			return &w->hosts[host].ends[i];
	return NULL;
}

/* A point-to-point link joins two; what joins more, or two of whom we are none, is a switch. */
static bool has_switch(const struct world *w, int here, unsigned link)
{
	size_t others = 0;

	for (size_t i = 0; i < w->host_count; i++)
		others += (int)i != here && end_on(w, (int)i, link);
	return others > 1 || !end_on(w, here, link);
}

static struct port port_of(const struct world *w, int here, int host, size_t end, unsigned mtu)
{
	const struct world_end *far = &w->hosts[host].ends[end];
	const struct world_link *link = &w->links[far->link];
	struct port p = { .world = w, .host = host, .link = far->link, .far = far };

	p.near = end_on(w, here, far->link);
	p.mtu = link->mtu ? link->mtu : mtu ? mtu : ETHERNET;
	p.far_index = FIRST_FAR + (int)end;
	p.bridge = has_switch(w, here, far->link) ? FIRST_SWITCH + (int)far->link : 0;
	if (end)
		snprintf(p.name, sizeof(p.name), "%.10s.%u", w->hosts[host].name, (unsigned)end % 10);
	else
		snprintf(p.name, sizeof(p.name), "%.10s", w->hosts[host].name);
	snprintf(p.far_name, sizeof(p.far_name), "eth%u", (unsigned)end);
	snprintf(p.off_name, sizeof(p.off_name), "%.11s.off", p.name);
	snprintf(p.cable_name, sizeof(p.cable_name), "%.12s.in", p.name);
	return p;
}

struct port *ports_of(struct arena *arena, const struct world *w, int here, unsigned mtu, size_t *count)
{
	struct port *ports;
	size_t most = 0;

	for (size_t i = 0; i < w->host_count; i++)
		most += w->hosts[i].end_count;
	ports = arena_alloc(arena, most * sizeof(*ports));
	*count = 0;
	for (int host = 0; host < (int)w->host_count; host++)
		for (size_t end = 0; host != here && end < w->hosts[host].end_count; end++) {
			struct port *p = &ports[*count];

			*p = port_of(w, here, host, end, mtu);
			p->index = FIRST_PORT + (int)*count;
			p->cable_index = FIRST_CABLE + (int)*count;
			for (size_t i = 0; i < *count; i++)
				p->position += ports[i].link == p->link;
			(*count)++;
		}
	return ports;
}

void port_hardware_address(const struct port *p, enum port_device which, uint8_t mac[HARDWARE_ADDRESS])
{
	const uint8_t ours[HARDWARE_ADDRESS] = {
		2, 0, 0, 0, (uint8_t)(p->index - FIRST_PORT + 1), (uint8_t)which
	};

	memcpy(mac, ours, sizeof(ours));
}

const struct address *port_marker_address(const struct port *p)
{
	return p->near ? &p->near->addresses[0].address : &p->world->links[p->link].of_switch.address;
}

const char *port_host(const struct port *p)
{
	return p->world->hosts[p->host].name;
}
