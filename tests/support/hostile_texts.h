/* hostile_texts.h - texts that want to break out of a page, for its tests. */
#ifndef TESTS_HOSTILE_TEXTS_H
#define TESTS_HOSTILE_TEXTS_H

/* What a capture, a script or a program may say. */
static const char *const hostile[] = {
	"",
	"</script><script>alert(1)</script>",
	"<!--<script>",
	"]]>",
	"\"><img src=x onerror=alert(1)>",
	"' onmouseover='alert(1)",
	"&lt;&amp;\\u003c\\",
	"\xe2\x80\xa8\xe2\x80\xa9", /* newlines to some JavaScript */
	"\xe2\x80\xae gnirts", /* turns the direction of the text; NOLINT(misc-misleading-bidirectional) */
	"\xe2\x81\xa6 isolated", /* NOLINT(misc-misleading-bidirectional) */
	"\x1b[31m \x07 \r\n\t \x7f \x01",
	"\xff\xfe bad \xc0\x80 UTF-8 \xed\xa0\x80",
	"\xe2\x80",
	"{{script}}{{records}}",
};

enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]) };

#endif
