/* suites.h - the list of all Check suites, in the order in which they run; tests/unit/main.c runs them. */
#ifndef TESTS_SUITES_H
#define TESTS_SUITES_H

#include <check.h>

#define ALL_SUITES                                                                                           \
	SUITE(net)                                                                                           \
	SUITE(names)                                                                                         \
	SUITE(portability)                                                                                   \
	SUITE(options)                                                                                       \
	SUITE(json)                                                                                          \
	SUITE(error)                                                                                         \
	SUITE(decode)                                                                                        \
	SUITE(decode_ipv4)                                                                                   \
	SUITE(decode_ipv6)                                                                                   \
	SUITE(decode_transport)                                                                              \
	SUITE(flow)                                                                                          \
	SUITE(flow_windows)                                                                                  \
	SUITE(flow_probes)                                                                                   \
	SUITE(flow_retransmissions)                                                                          \
	SUITE(notation)                                                                                      \
	SUITE(source)                                                                                        \
	SUITE(source_live)                                                                                   \
	SUITE(worlds)                                                                                        \
	SUITE(script)                                                                                        \
	SUITE(script_errors)                                                                                 \
	SUITE(script_controls)                                                                               \
	SUITE(script_hosts)                                                                                  \
	SUITE(script_faults)                                                                                 \
	SUITE(pattern)                                                                                       \
	SUITE(timeline)                                                                                      \
	SUITE(tcp_end)                                                                                       \
	SUITE(socket_states)                                                                                 \
	SUITE(descriptors)                                                                                   \
	SUITE(owners)                                                                                        \
	SUITE(owners_datagrams)                                                                              \
	SUITE(duplicates)                                                                                    \
	SUITE(arguments)                                                                                     \
	SUITE(arguments_values)                                                                              \
	SUITE(arguments_hostile)                                                                             \
	SUITE(call_table)                                                                                    \
	SUITE(calls)                                                                                         \
	SUITE(calls_pieces)                                                                                  \
	SUITE(calls_hostile)                                                                                 \
	SUITE(store)                                                                                         \
	SUITE(store_load)                                                                                    \
	SUITE(store_json)                                                                                    \
	SUITE(durations)                                                                                     \
	SUITE(judge)                                                                                         \
	SUITE(judge_calls)                                                                                   \
	SUITE(judge_readings)                                                                                \
	SUITE(judge_came)                                                                                    \
	SUITE(judge_states)                                                                                  \
	SUITE(judge_wire)                                                                                    \
	SUITE(tracks)                                                                                        \
	SUITE(many)                                                                                          \
	SUITE(judge_hosts)                                                                                   \
	SUITE(judge_again)                                                                                   \
	SUITE(judge_follow)                                                                                  \
	SUITE(judge_mutations)                                                                               \
	SUITE(tutor)                                                                                         \
	SUITE(lessons)                                                                                       \
	SUITE(yours)                                                                                         \
	SUITE(strip)                                                                                         \
	SUITE(story)                                                                                         \
	SUITE(comments)                                                                                      \
	SUITE(ladder)                                                                                        \
	SUITE(ladder_hostile)                                                                                \
	SUITE(lecture)                                                                                       \
	SUITE(reports)                                                                                       \
	SUITE(reports_forms)                                                                                 \
	SUITE(programs)                                                                                      \
	SUITE(quiz)                                                                                          \
	SUITE(quiz_clear)                                                                                    \
	SUITE(page)                                                                                          \
	SUITE(page_escape)                                                                                   \
	SUITE(page_run)                                                                                      \
	SUITE(sockets)                                                                                       \
	SUITE(socket_messages)                                                                               \
	SUITE(counters)                                                                                      \
	SUITE(files)                                                                                         \
	SUITE(quiescence)                                                                                    \
	SUITE(adversity)                                                                                     \
	SUITE(acts)                                                                                          \
	SUITE(filter)                                                                                        \
	SUITE(hosts)                                                                                         \
	SUITE(cable)                                                                                         \
	SUITE(doctor)                                                                                        \
	SUITE(claims_catalogue)                                                                              \
	SUITE(claims)                                                                                        \
	SUITE(claims_verdict)                                                                                \
	SUITE(claims_prediction)                                                                             \
	SUITE(claims_audit)                                                                                  \
	SUITE(claims_polarity)

#define SUITE(name) Suite *suite_##name(void);
ALL_SUITES
#undef SUITE

#endif
