/* options.h - a list of TCP options as bytes of a header, from the text that a script has between < and >. */
#ifndef COMMON_SCRIPT_OPTIONS_H
#define COMMON_SCRIPT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTIONS_MOST = 40 }; /* RFC 9293 section 3.1: the data offset has four bits */

/* "mss N", "wscale N", "sackOK", "TS val N ecr N" (where N may be negative), "nop" and "eol", separated by commas; the end is filled with eol. Returns
 * their length, a multiple of four; 0 for an empty list. SIZE_MAX where an item is none of these, or has no room: *bad is then
 * where it begins. */
size_t options_encode(const char *list, uint8_t out[OPTIONS_MOST], const char **bad);

#endif
