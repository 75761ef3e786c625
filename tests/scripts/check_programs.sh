#!/bin/sh
# The labs' programs: the words that they take are those that the lab's programs.txt explains, the letters of before
# do what they did, and libc is all they need, musl as well.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3

# ---- words: "-l, --linger SECONDS   ..." in programs.txt, { "linger", 'l', ... } in the table ----

for source in labs/*/*.c; do
	grep -q 'struct net_option options' "$source" || continue
	# Its paragraph; of that the lines of options, and of them what stands before the text.
	sed -n "/^$(basename "$source" .c): /,/^\$/p" "$(dirname "$source")/programs.txt" |
		sed -n 's/^  \(-.*\)/\1/p' | sed 's/   *.*//' | tr -s ' ,' '\n' | grep '^-' | sort >"$work/told"
	sed -n '/net_option options/,/^}/p' "$source" >"$work/table"
	{
		sed -n 's/^\t{ "\([^"]*\)".*/--\1/p' "$work/table"
		sed -n "s/^\t{ \(\"[^\"]*\", \|\.letter = \)'\(.\)'.*/-\2/p" "$work/table"
	} | sort >"$work/options"
	if diff "$work/told" "$work/options" >"$work/difference"; then
		ok "$source: $(wc -l <"$work/options") words and letters"
	else
		fault "$source: < told in programs.txt, > read by it" && quote "$work/difference"
	fi
	program=$build/${source%.c}
	try "$program --nonsense" 2 'unrecognized option.*nonsense|unrecognized option: nonsense' "$program" --nonsense
done

# ---- letters ----

copy_tree "$work/tree"
try "each word of the scripts has the letter that it had" 0 '[3-9][0-9][0-9] lines' python3 tests/support/letters.py "$work/tree"
bound=600
(cd "$work/tree" && timeout -k 5 "$bound" build/lab run --brief --no-control >"$said" 2>&1) || true
# Without its controls a scenario that holds has shown nothing: it is inconclusive.
if grep -q ' ✗ ' "$said" || ! tail -n 1 "$said" | grep -q ' inconclusive$'; then
	fault "with letters, $(tail -n 1 "$said")" && grep -A 3 ' ✗ ' "$said" | head -n 40
else
	ok "with letters all do as with words: $(tail -n 1 "$said")"
fi

# ---- musl ----

command -v musl-gcc >/dev/null 2>&1 || { conclude; }
mkdir "$work/musl"
failed=
for source in labs/*/*.c; do
	musl-gcc -std=gnu11 -D_GNU_SOURCE -I. -Wall -Wextra -Werror -static "$source" common/net.c -o "$work/musl/program" \
		>>"$said" 2>&1 || failed="$failed $source"
done
if [ -z "$failed" ]; then ok "musl-gcc makes all of them"; else fault "musl-gcc:$failed" && quote "$said"; fi
conclude
