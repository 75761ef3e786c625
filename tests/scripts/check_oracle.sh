#!/bin/sh
# The decoder against tshark on captures that the labs produce: of every third scenario (ALL=1: every scenario and every
# control); and tshark reads our pcapng
# without a complaint, and shows each frame's comment as we wrote it. (Other captures: check_fixtures.sh.)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need tshark mergecap
dump=$build/tests/decode_dump
[ -x "$dump" ] || dump=$root/build/tests/decode_dump
[ -x "$dump" ] || skip "no decode_dump (make tests)"
bound=300

without=--no-control
[ -z "${ALL:-}" ] || without=--full
try "a run of all labs" 0,1 '' "$LAB" run --quiet $without --runs "$work/runs"
find "$work/runs" -name wire.pcapng | sort | awk -v all="${ALL:-}" 'all || NR % 3 == 1' >"$work/captures"
count=$(wc -l <"$work/captures")
[ "$count" -gt 0 ] || fault "the labs left no capture"

if xargs -P "$(nproc)" -n 8 tests/support/tshark_oracle.sh "$dump" <"$work/captures" >"$work/oracle" 2>&1; then
	ok "$count captures: $(awk '/ frames, / { frames += $2; fields += $4 } END { print frames + 0, "frames,", fields + 0, "fields agree" }' "$work/oracle")"
else
	fault "the decoder and tshark disagree"
	grep -v ' frames, .* fields$' "$work/oracle" >"$work/faults" || true
	quote "$work/faults"
fi

# A comment says the script line, and its claims where the line is starred. All captures at once: tshark is slow to start.
: >"$work/lines"
set --
for script in "$work"/runs/*/*/script.lab; do
	folder=$(dirname "$script")
	name=$(basename "$(dirname "$folder")")/$(basename "$folder").lab
	awk -v name="$name" '{ print name ":" FNR "\t" $0 }' "$script" >>"$work/lines"
	set -- "$@" "$folder/wire.pcapng"
done
mergecap -a -w "$work/all.pcapng" "$@" 2>"$work/complaints" || fault "mergecap cannot read our captures"
tshark -n -r "$work/all.pcapng" -T fields -e frame.number -e frame.comment >"$work/comments" 2>>"$work/complaints" ||
	fault "tshark cannot read our captures"
if grep -qvE '^Running as user|^$' "$work/complaints"; then
	fault "there are complaints"
	quote "$work/complaints"
fi
awk -F '\t' '
	function squeeze(text) { gsub(/[ \t]+/, " ", text); return text }
	NR == FNR { line[$1] = squeeze(substr($0, length($1) + 2)); next }
	$2 != "" && match($2, /^[^ ]*\.lab:[0-9]+: /) {
		at = substr($2, 1, RLENGTH - 2); text = squeeze(substr($2, RLENGTH + 1))
		sub(/ \[.*/, "", text)
		# What the comment quotes stands in that line.
		if (!index(line[at], text)) { print "\"" $2 "\", but the line is: " line[at]; bad = 1 }
		else if (line[at] ~ /^ *\*/ && $2 !~ /\[/) { print "no claim in \"" $2 "\""; bad = 1 }
		else n++
	}
	END { print n + 0; exit bad }' "$work/lines" "$work/comments" >"$work/counted" || { fault "comments" && quote "$work/counted"; }
without=$(awk -F '\t' '$2 == ""' "$work/comments" | wc -l)
[ "$without" -eq 0 ] || fault "$without frames have no comment"
commented=$(tail -n 1 "$work/counted")
if [ "$commented" -gt 0 ]; then ok "tshark shows $commented comments as written"; else fault "tshark shows no comment"; fi
conclude
