#!/bin/sh
# lab watch reads captures as others make them: cut in the middle of a packet, with a short snapshot, with other headers before
# IP, from several interfaces.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need python3

"$LAB" run --quiet --runs "$work/runs" linger/02 >/dev/null 2>&1 || skip "the lab cannot run here"
wire=$work/runs/linger/02-rst/wire.pcapng
# rewritten HOW NAME STATUS PATTERN
rewritten() {
	python3 tests/support/rewrite_capture.py "$1" "$wire" "$work/$1.pcapng"
	try "$2" "$3" "$4" "$LAB" watch -r "$work/$1.pcapng" linger/02
}

try "the record's own capture" 0 'holds on the wire: 6 of 6' "$LAB" watch -r "$wire" linger/02
rewritten cut "cut in the middle of a packet: what is whole is shown" 1 'P\. 1:6\(5\) ack 1 .*inconclusive: .*cut\.pcapng: cut short after frame [5-9]'
says_not "and the packet that is not" 'R\. 6:6'
sed 's/P\. 1:6(5)/F. 1:1(0)/' labs/linger/02-rst.lab >"$work/other.lab"
try "where it goes another way before the cut, that is a divergence" 1 'expected +client > server F\. 1:1\(0\)' \
	"$LAB" watch -r "$work/cut.pcapng" "$work/other.lab"
rewritten short "a snapshot of 60 bytes has flags and numbers" 0 'R\. 6:6\(0\) ack 1.*holds on the wire: 6 of 6'
rewritten mpls "behind MPLS labels" 0 'holds on the wire: 6 of 6'
rewritten pppoe "in a PPPoE session" 0 'holds on the wire: 6 of 6'
rewritten links "two interfaces, one after the other in the file: by time" 0 'S 0:0\(0\).*S\. 0:0\(0\).*P\. 1:6.*R\. 6:6.*holds on the wire: 6 of 6'
conclude
