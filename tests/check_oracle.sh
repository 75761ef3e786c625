#!/bin/sh
# The decoder against tshark on every capture that the labs produce, controls included; and tshark reads our pcapng
# without a complaint, and shows each frame's comment as we wrote it. (Other captures: check_fixtures.sh.)
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/lib.sh
. tests/lib.sh
need tshark
dump=$build/tests/decode_dump
[ -x "$dump" ] || dump=$root/build/tests/decode_dump
[ -x "$dump" ] || skip "no decode_dump (make tests)"
bound=300

try "a run of all labs" 0,1 '' "$LAB" run --quiet --runs "$work/runs"
find "$work/runs" -name wire.pcapng >"$work/captures"
count=$(wc -l <"$work/captures")
[ "$count" -gt 0 ] || fault "the labs left no capture"

if xargs -P "$(nproc)" -n 8 tests/tshark_oracle.sh "$dump" <"$work/captures" >"$work/oracle" 2>&1; then
	ok "$count captures: $(awk '/ frames, / { frames += $2; fields += $4 } END { print frames + 0, "frames,", fields + 0, "fields agree" }' "$work/oracle")"
else
	fault "the decoder and tshark disagree"
	grep -v ' frames, .* fields$' "$work/oracle" >"$work/faults" || true
	quote "$work/faults"
fi

# A comment says the script line, and its claims where the line is starred.
commented=0
for script in "$work"/runs/*/*/script.lab; do
	folder=$(dirname "$script")
	status=0
	tshark -n -r "$folder/wire.pcapng" -T fields -e frame.number -e frame.comment >"$work/comments" 2>"$work/complaints" ||
		status=$?
	if [ $status != 0 ] || grep -qvE '^Running as user|^$' "$work/complaints"; then
		fault "tshark complains about $folder"
		quote "$work/complaints"
	fi
	lab=$(basename "$(dirname "$folder")")
	name=$lab/$(basename "$folder").lab
	awk -F '\t' -v name="$name" '
		function squeeze(text) { gsub(/[ \t]+/, " ", text); return text }
		NR == FNR { line[FNR] = squeeze($0); next }
		$2 ~ "^" name ":[0-9]+: " {
			at = substr($2, length(name) + 2) + 0; text = squeeze($2)
			sub(/^[^ ]* /, "", text); sub(/ \[.*/, "", text)
			# What the comment quotes stands in that line.
			if (!index(line[at], text)) { print name ": frame " $1 ": \"" $2 "\", line " at " is: " line[at]; bad = 1 }
			else if (line[at] ~ /^ *\*/ && $2 !~ /\[/) { print name ": frame " $1 ": no claim in \"" $2 "\""; bad = 1 }
			else n++
		}
		END { print n + 0; exit bad }' "$script" "$work/comments" >"$work/counted" || { fault "comments of $name" && quote "$work/counted"; }
	commented=$((commented + $(tail -n 1 "$work/counted")))
done
if [ $commented -gt 0 ]; then ok "tshark shows $commented comments as written"; else fault "tshark shows no comment"; fi
conclude
