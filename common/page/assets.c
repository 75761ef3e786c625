/*
 * assets.c - the files that the page is made of, built into the program: page.html, page.css and all of script/, in the
 * order in which they are read. (The Makefile says what this depends on.)
 */
#include "common/page/parts.h"

#define BEGIN(name) __asm__(".section .rodata\n.global " #name "\n" #name ":\n");
#define FILE(path)  __asm__(".incbin \"common/page/" path "\"\n");
#define END	    __asm__(".byte 0\n.previous\n");

BEGIN(page_template)
FILE("page.html")
END

BEGIN(page_style)
FILE("page.css")
END

BEGIN(page_script)
FILE("script/words.js")
FILE("script/rows.js")
FILE("script/place.js")
FILE("script/svg.js")
FILE("script/life.js")
FILE("script/draw.js")
FILE("script/header.js")
FILE("script/details.js")
FILE("script/scenario.js")
FILE("script/present.js")
FILE("script/claims.js")
FILE("script/main.js")
END
