#!/bin/sh
# Other C libraries, compilers and levels of optimisation. No errno's and no signal's name is missing from our tables; the
# labs' programs, made with musl, do what the scripts say; the runner's sources call nothing that musl has not; and gcc
# and clang find nothing to warn of at any level (ALL=1; else -O3 and -O0), and what they make passes the suites.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need cc pkg-config make
language="-std=gnu11 -D_GNU_SOURCE -I."
warnings="-Wall -Wextra -Werror"

# named COMPILER HEADER PATTERN FUNCTION: each macro of the header that the pattern fits is a name whose number our
# FUNCTION knows.
named() {
	echo "#include <$2>" | $1 -E -dM -D_GNU_SOURCE - | sed -nE "s/^#define $3\$/\\1/p" | sort >"$work/names"
	awk -v header="$2" -v number="$4" '
		BEGIN { print "#include <" header ">\n#include <stdio.h>\n#include \"common/base/names.h\"\nint main(void) {" }
		{ printf "if (%s(\"%s\", %d) != %s) puts(\"%s\");\n", number, $1, length($1), $1, $1 }
		END { print "}" }' "$work/names" >"$work/names.c"
	# shellcheck disable=SC2086 # a list of words
	if $1 $language "$work/names.c" common/base/names.c -o "$work/names.out" >"$said" 2>&1 && "$work/names.out" >"$said" &&
		[ -s "$work/names" ] && [ ! -s "$said" ]; then
		ok "$1: $(wc -l <"$work/names") names in <$2>"
	else
		fault "$1: names in <$2> that our table has not, or has with another number"
		quote "$said"
	fi
}
names_of() {
	named "$1" errno.h '(E[A-Z0-9]+) (E[A-Z0-9]+|[0-9]+)' errno_number
	named "$1" signal.h '(SIG[A-Z0-9]+) ([1-9]|[12][0-9]|3[01])' signal_number
}

# As an ordinary `make` would have built them, but for the C library.
programs_with_musl() {
	copy_tree "$work/tree"
	for source in labs/*/*.c; do
		program=$work/tree/build/${source%.c}
		# shellcheck disable=SC2086
		musl-gcc -static $language $warnings -O2 "$source" common/net.c -o "$program" 2>"$said" || {
			fault "musl-gcc: $source"
			quote "$said"
		}
	done
	bound=600
	cd "$work/tree"
	try "the labs' programs, made with musl" 0 '[0-9]+ hold' build/lab run --brief
	cd "$root"
}

# The headers of the kernel and of the libraries are those of the system, behind musl's own: it is syntax only.
runner_with_musl() {
	# shellcheck disable=SC2046,SC2086
	for source in capture/*.c common/*/*.c; do
		musl-gcc -fsyntax-only -Werror=implicit-function-declaration $language \
			-idirafter /usr/include -idirafter "/usr/include/$(cc -print-multiarch)" \
			$(pkg-config --cflags-only-I libpcap libmnl jansson libnftables zlib) "$source" 2>"$said" || {
			fault "musl: $source"
			quote "$said"
		}
	done
	[ $failures != 0 ] || ok "musl: the runner's sources"
}

# built COMPILER LEVEL...
built() {
	compiler=$1
	shift
	for level in "$@"; do
		at=$work/$compiler$level
		bound=1200
		try "$compiler $level: no warning" 0 '' make -s -j"$(nproc)" B="$at" CC="$compiler" CFLAGS="$level -g" WERROR=1 all tests
		[ ! -s "$said" ] || fault "$compiler $level: $(head -n 1 "$said")"
		if [ -x "$at/tests/check" ]; then
			try "$compiler $level: the suites" 0 '100%' env CK_TIMEOUT_MULTIPLIER=10 "$at/tests/check"
		fi
		rm -rf "$at"
	done
}

left_out=
names_of cc
if command -v musl-gcc >/dev/null 2>&1; then
	names_of musl-gcc
	programs_with_musl
	runner_with_musl
else
	left_out="no musl-gcc"
fi
unset LAB
built gcc -O3 ${ALL:+-O2 -O0}
if command -v clang >/dev/null 2>&1; then
	built clang -O0 ${ALL:+-O2 -O3}
else
	left_out="${left_out:+$left_out, }no clang"
fi
[ -z "$left_out" ] || [ $failures != 0 ] || skip "$left_out ($checks checks without)"
conclude
