/* parsed_script.h - scripts of world loopback from their text, for the tests of the parser. */
#ifndef TESTS_PARSED_SCRIPT_H
#define TESTS_PARSED_SCRIPT_H

#include "common/script/script.h"

/* Two actors, a claim, and then the text; the starred line is added below. Line 5 is its first. */
#define HEAD "title t\nclaim a holds\nstart server\nstart client\n"
#define TAIL "\n* client exits 0\n"

/* labs/linger/02-rst.lab, as if it had this text. A test fails where the parser refuses it. */
struct script *parse(const char *text);

#endif
