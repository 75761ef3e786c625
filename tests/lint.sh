#!/bin/sh
# clang-format, clang-tidy, cppcheck and shellcheck over the whole project, and who depends on whom (circles.sh: over what
# make has built). Exit status 0: all clean, 77: clean as far as it could be looked at.
# clang-tidy is slow over Check's macros: it reads the tests only with ALL=1.
set -eu
cd "$(dirname "$0")/.."
files=$(find capture common labs tests -name '*.[ch]' | sort)
sources=$(find capture common labs tests -name '*.c' | sort)
tidied=$(find capture common labs ${ALL:+tests} -name '*.c' | sort)
status=0
say() { printf 'lint: %s\n' "$*"; }

# has TOOL: else it is told at the end
absent=
has() { command -v "$1" >/dev/null 2>&1 || { absent="$absent $1" && return 1; }; }

# shellcheck disable=SC2086 # lists of words
! has clang-format || clang-format --dry-run --Werror $files ||
	{ say "clang-format: run clang-format -i on the files above"; status=1; }

flags="-std=gnu11 -D_GNU_SOURCE -I. $(pkg-config --cflags libpcap libmnl jansson libnftables zlib check 2>/dev/null)"
# shellcheck disable=SC2086
! has clang-tidy || printf '%s\n' $tidied | xargs -P "$(nproc)" -n 4 sh -c 'clang-tidy --quiet "$@" -- '"$flags"' 2>/dev/null' tidy ||
	{ say "clang-tidy: see above"; status=1; }

# shellcheck disable=SC2086
! has cppcheck || cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
	--suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches -D_GNU_SOURCE -I. -j "$(nproc)" $sources ||
	{ say "cppcheck: see above"; status=1; }

! has shellcheck || shellcheck -x common/machine/*.sh common/machine/init tests/*.sh tests/scripts/*.sh tests/support/*.sh .ci/run ||
	{ say "shellcheck: see above"; status=1; }
tests/circles.sh || { say "circles: see above"; status=1; }
[ $status = 0 ] || exit $status
[ -z "$absent" ] || { say "clean, but not looked at for want of:$absent" && exit 77; }
say "clean"
