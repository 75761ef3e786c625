/* test_worlds.c - the worlds' descriptions, and the devices that come of them. */
#include <check.h>
#include <string.h>

#include "common/stage/ports.h"
#include "tests/unit/suites.h"

/* Whether two ends on one link have an address in common. */
static bool overlap(const struct world_end *a, const struct world_end *b)
{
	for (size_t i = 0; a->link == b->link && i < a->address_count; i++)
		for (size_t k = 0; k < b->address_count; k++)
			if (address_equal(&a->addresses[i].address, &b->addresses[k].address))
				return true;
	return false;
}

static void check_ends(const struct world *w, int host)
{
	for (size_t i = 0; i < w->hosts[host].end_count; i++) {
		const struct world_end *end = &w->hosts[host].ends[i];

		ck_assert_uint_lt(end->link, w->link_count);
		ck_assert_uint_ge(end->address_count, 1);
		ck_assert_uint_eq(end->addresses[0].address.family, 4);
		for (int other = host + 1; other < (int)w->host_count; other++)
			for (size_t k = 0; k < w->hosts[other].end_count; k++)
				ck_assert(!overlap(end, &w->hosts[other].ends[k]));
	}
}

/* What common/stage/ takes for granted of each. */
START_TEST(descriptions_can_be_built)
{
	ck_assert_str_eq(world_at(0)->name, "loopback");
	for (size_t i = 0; world_at(i); i++) {
		const struct world *w = world_at(i);

		ck_assert_ptr_eq(world_named(w->name, strlen(w->name)), w);
		ck_assert(*w->words && *w->brief && w->mtu_least < w->mtu_most);
		ck_assert(!w->host_count || world_next(w, ROLE_ENDPOINT, 0) != NO_HOST);
		for (int host = 0; host < (int)w->host_count; host++) {
			const char *name = w->hosts[host].name;

			ck_assert_uint_le(strlen(name), 10);
			ck_assert_int_eq(world_host_named(w, name, strlen(name)), host);
			ck_assert_uint_ge(w->hosts[host].end_count, 1);
			check_ends(w, host);
		}
	}
}
END_TEST

START_TEST(a_host_is_found_by_its_whole_name)
{
	const struct world *w = world_named("hosts", 5);

	ck_assert_int_eq(world_host_named(w, "router > client", 6), 1);
	ck_assert_int_eq(world_host_named(w, "rout", 4), NO_HOST);
	ck_assert_int_eq(world_host_named(w, "routers", 7), NO_HOST);
	ck_assert_int_eq(world_host_named(world_at(0), "client", 6), NO_HOST);
	ck_assert(world_is_router(w, 1) && !world_is_router(w, 0) && !world_is_router(w, NO_HOST));
	ck_assert_int_eq(world_next(w, ROLE_ENDPOINT, 1), 2);
	ck_assert_int_eq(world_next(w, ROLE_ENDPOINT, 3), NO_HOST);
	ck_assert_ptr_null(world_named("hostsx", 6));
	ck_assert_ptr_null(world_address(w, 0, 2));
	ck_assert_uint_eq(world_address(w, 1, 3)->family, 6);
}
END_TEST

#define ADDRESSES(...)                                                                                       \
	.addresses = (const struct world_address[]){ __VA_ARGS__ },                                          \
	.address_count =                                                                                     \
		sizeof((const struct world_address[]){ __VA_ARGS__ }) / sizeof(struct world_address)
#define IPV4(net, host)                                                                                      \
	{                                                                                                    \
		{ 4, { 10, 0, net, host } }, 24                                                              \
	}

/* A router to one host by a cable of its own, and to two more, one of which has two interfaces, by a switch. */
static const struct world_link two_links[] = { { .name = "cable", .mtu = 600 }, { .name = "lan" } };
static const struct world_end a_ends[] = { { 0, ADDRESSES(IPV4(1, 1)) } };
static const struct world_end gate_ends[] = { { 0, ADDRESSES(IPV4(1, 254)) },
					      { 1, ADDRESSES(IPV4(2, 254)) } };
static const struct world_end b_ends[] = { { 1, ADDRESSES(IPV4(2, 1)) } };
static const struct world_end c_ends[] = { { 1, ADDRESSES(IPV4(2, 2)) }, { 1, ADDRESSES(IPV4(2, 3)) } };
static const struct world_host four_hosts[] = { { "a", ROLE_ENDPOINT, a_ends, 1 },
						{ "gate", ROLE_ROUTER, gate_ends, 2 },
						{ "b", ROLE_ENDPOINT, b_ends, 1 },
						{ "c", ROLE_ENDPOINT, c_ends, 2 } };
static const struct world mixed = {
	.name = "mixed", .hosts = four_hosts, .host_count = 4, .links = two_links, .link_count = 2
};

START_TEST(ports_are_cables_or_plugged_into_switches)
{
	struct arena *arena = arena_new();
	size_t count;
	struct port *p = ports_of(arena, &mixed, 1, 1400, &count);

	ck_assert_uint_eq(count, 4);
	ck_assert_str_eq(p[0].name, "a");
	ck_assert_str_eq(p[0].far_name, "eth0");
	ck_assert_str_eq(p[0].off_name, "a.off");
	ck_assert(p[0].near == &gate_ends[0] && !p[0].bridge);
	ck_assert_uint_eq(p[0].mtu, 600);
	ck_assert(p[1].near == &gate_ends[1] && p[1].bridge && p[1].bridge == p[3].bridge);
	ck_assert_uint_eq(p[1].mtu, 1400);
	ck_assert_uint_eq(p[1].position, 0);
	ck_assert_str_eq(p[3].name, "c.1");
	ck_assert_str_eq(p[3].far_name, "eth1");
	ck_assert_uint_eq(p[3].position, 2);
	ck_assert_int_ne(p[2].far_index, p[3].far_index);
	ck_assert(address_equal(port_marker_address(&p[2]), &gate_ends[1].addresses[0].address));
	ck_assert_str_eq(port_host(&p[2]), "c");

	/* Who is no router has both links as switches, and all four hosts behind ports. */
	p = ports_of(arena, &mixed, NO_HOST, 0, &count);
	ck_assert_uint_eq(count, 6);
	ck_assert(p[0].bridge && !p[0].near && p[0].bridge == p[1].bridge && p[1].bridge != p[2].bridge);
	ck_assert_uint_eq(p[2].mtu, 1500);
	arena_free(arena);
}
END_TEST

Suite *suite_worlds(void)
{
	Suite *suite = suite_create("worlds");
	TCase *data = tcase_create("data");

	tcase_add_test(data, descriptions_can_be_built);
	tcase_add_test(data, a_host_is_found_by_its_whole_name);
	tcase_add_test(data, ports_are_cables_or_plugged_into_switches);
	suite_add_tcase(suite, data);
	return suite;
}
