/*
 * small_catalogue.h - a catalogue of six claims, for the tests of what is made of it. Each file has one of its own.
 */
#ifndef TESTS_SMALL_CATALOGUE_H
#define TESTS_SMALL_CATALOGUE_H

#include <check.h>
#include <string.h>

#include "common/claims/catalogue.h"
#include "tests/support/said.h"

static const char catalogue_text[] =
	"id\ttopic\tclaim\tsources\tkind\texperiment\tworld\n"
	"one-rst\tlinger\tWith {on, 0} close() sends a RST.\t000;004;UNP1 7.5\twire\tClose.\tloopback\n"
	"two-fin\tlinger\tclose() sends a FIN | <b>always</b>.\tUNP1 2.6;UNP1 4.9\twire\tClose.\tloopback\n"
	"three-wait\tclose\tclose() waits for ever.\t001\ttiming\tWait.\tloopback\n"
	"four-crash\tclose\tNobody finds out.\t\tstate\tCrash.\ttwo-hosts\n"
	"five-open\tclose\tOpen question: why?\t003\tquestion\tAsk.\tloopback\n"
	"six-probe\tkeepalive\tA probe is sent after two hours.\t002\ttiming\tWait.\tloopback\n";

static struct error error;

static inline struct catalogue *parse(const char *text)
{
	return catalogue_parse("notes/claims.tsv", text, strlen(text), &error);
}

static inline struct catalogue *must_parse(const char *text)
{
	struct catalogue *c = parse(text);

	ck_assert_msg(c != NULL, "%s", said(&error));
	return c;
}

#endif
