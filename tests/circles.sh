#!/bin/sh
# circles.sh [BUILD]: who depends on whom, and never in a circle. Over what the objects in BUILD/obj (build) define and
# miss, and over the #include lines:
#   - no circle of files within a room, and none of headers;
#   - a room uses those below it only, in the order of `rooms`; rooms of one line may use each other, but in no circle;
#   - a lab's own programs use libc and common/net.h, nothing of the lab's machinery;
#   - a tag (struct, union, enum) is defined in one file: two meanings are two names.
# Prints each offence; exit status 1 where there is one, 2 where BUILD holds no objects.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
rooms='common/base
capture
common/calls
common/script
common/record
common/judge
common/tutor
common/stage common/quiz common/report
common/claims
common/page
common/command'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -d "$build/obj/capture" ] || { echo "circles: no objects in $build/obj: make, or name the build directory" >&2; exit 2; }

# Lines "FROM TO" on standard input: prints each set of names that reach each other, "a <-> b <-> c".
circles() {
	awk -v what="$1" '
	{ if (!($1 in n)) { n[$1] = ++count; name[count] = $1 } if (!($2 in n)) { n[$2] = ++count; name[count] = $2 }
	  reach[n[$1], n[$2]] = 1 }
	END {
		for (k = 1; k <= count; k++)
			for (i = 1; i <= count; i++)
				if ((i, k) in reach)
					for (j = 1; j <= count; j++)
						if ((k, j) in reach) reach[i, j] = 1
		for (i = 1; i <= count; i++) {
			if (told[i] || !((i, i) in reach)) continue
			line = name[i]
			for (j = i + 1; j <= count; j++)
				if ((i, j) in reach && (j, i) in reach) { told[j] = 1; line = line " <-> " name[j] }
			print "circle of " what ": " line
		}
	}'
}

here() { # the rooms that there are, one a line
	for room in $rooms; do
		if [ -d "$room" ]; then echo "$room"; fi
	done
}

# "FILE d|u SYMBOL" for every object of a room whose source is still there
symbols() {
	for room in $(here); do
		for object in "$build/obj/$room"/*.o; do
			file=${object#"$build/obj/"}
			[ -f "${file%.o}.c" ] || continue
			nm -g "$object" | awk -v file="${file%.o}.c" '
				NF == 2 && $1 == "U" { print file, "u", $2 }
				NF == 3 && $2 ~ /^[A-TV-Z]$/ { print file, "d", $3 }'
		done
	done
}
symbols >"$work/symbols"
# "FILE FILE": the one misses what the other defines
awk '$2 == "d" { at[$3] = $1; next } { missing[++n] = $1 " " $3 }
	END { for (i = 1; i <= n; i++) { split(missing[i], m, " "); if (m[2] in at && at[m[2]] != m[1]) print m[1], at[m[2]] } }' \
	"$work/symbols" | sort -u >"$work/uses"
# "FILE FILE": the one includes the other
here | while read -r room; do
	grep -oE '^#include "[^"]+"' "$room"/*.[ch] | sed 's/^\([^:]*\):#include "\(.*\)"$/\1 \2/'
done | sort -u >"$work/includes"

{
	for room in $(here); do
		awk -v room="$room/" 'index($1, room) == 1 && index($2, room) == 1' "$work/uses" | circles "files"
		awk -v room="$room/" 'index($1, room) == 1 && index($2, room) == 1 && $1 ~ /\.h$/' "$work/includes" | circles "headers"
	done

	cat "$work/uses" "$work/includes" | awk '{ from = $1; to = $2; sub("/[^/]*$", "", from); sub("/[^/]*$", "", to)
		if (from != to) print from, to, $1, $2 }' | sort -u >"$work/between"
	cut -d' ' -f1,2 "$work/between" | sort -u | circles "rooms"
	printf '%s\n' "$rooms" | awk '
		FILENAME == "-" { for (i = 1; i <= NF; i++) level[$i] = NR; next }
		!($2 in level) { print "no room: " $3 " uses " $4; next }
		level[$2] > level[$1] { print "upwards: " $3 " uses " $4 }' - "$work/between"

	grep -HoE '^#include "[^"]+"' labs/*/*.[ch] 2>/dev/null | grep -v '"common/net.h"$' | sed 's/^/of a lab: /' || true

	# A definition is "struct name {", also within another; in an own file twice is the compiler's affair.
	for room in $(here); do
		grep -oHE '\b(struct|union|enum) [a-z_0-9]+ \{' "$room"/*.[ch] || true
	done | sed 's/ {$//' | sort -u | awk -F: '{ in_files[$2] = in_files[$2] " " $1; times[$2]++ }
		END { for (tag in times) if (times[tag] > 1) print "two meanings: " tag " in" in_files[tag] }' | sort
} >"$work/offences"

cat "$work/offences"
[ ! -s "$work/offences" ]
