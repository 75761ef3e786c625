#!/bin/sh
# `lab wireshark` and `make wireshark-<lab>`: they open the capture that is asked for, or say why not and what else reads
# it. And tshark shows of the capture where it was taken, what it is of, and a comment on each frame.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh

copy_tree "$work/tree"
mkdir "$work/bin"
# shellcheck disable=SC2016 # is expanded by the program
printf '#!/bin/sh\necho "opened $*"\n' >"$work/bin/wireshark"
chmod 755 "$work/bin/wireshark"
# Only what is meant to be there.
with="env PATH=$work/bin DISPLAY=:0 WAYLAND_DISPLAY="
none="env PATH=$work/home DISPLAY=:0"
dark="env PATH=$work/bin DISPLAY= WAYLAND_DISPLAY="
cd "$work/tree"
# shellcheck disable=SC2086 # several words
{
	try "nothing was run yet" 2 "no record of 'linger' .*run it first: build/lab run linger" $with build/lab wireshark linger
	try "a run" 0,1,4 '' build/lab run --quiet linger/02 crash/32 crash/48
	[ -s build/runs/linger/02-rst/wire.pcapng ] || skip "no scenario can be run here"
	try "the first of a lab that was run" 0 'opened -r build/runs/linger/02-rst/wire.pcapng' $with build/lab wireshark linger
	try "a scenario" 0 'opened -r build/runs/linger/02-rst/wire.pcapng' $with build/lab wireshark linger/02
	try "a control" 0 'opened -r build/runs/linger/02-rst/control-1/wire.pcapng' $with build/lab wireshark linger/02-rst/control-1
	try "one that was not run" 2 "no record of 'linger/03'" $with build/lab wireshark linger/03
	try "no such lab" 2 "no record of 'nolab' .*labs here:" $with build/lab wireshark nolab
	try "no argument" 2 'usage: lab wireshark' $with build/lab wireshark
	try "--help" 0 'usage: lab wireshark' $with build/lab wireshark --help
	try "not installed" 4 'not installed .*apt-get install wireshark.* tshark -r build/runs/linger/02-rst/wire.pcapng' $none build/lab wireshark linger/02
	try "no display" 4 'no display .*tcpdump -nr build/runs/linger/02-rst/wire.pcapng' $dark build/lab wireshark linger/02
}
cd "$root"
try "make wireshark-linger SCENARIO=02" 0 'wireshark linger/02 ?$' "${MAKE:-make}" --no-print-directory -n wireshark-linger SCENARIO=02
try "make wireshark-linger" 0 'wireshark linger ?$' "${MAKE:-make}" --no-print-directory -n wireshark-linger

command -v tshark >/dev/null 2>&1 || { conclude; }
cd "$work/tree"
# frames FILE INTERFACES: each frame has a comment and an interface that is described, of so many interfaces
frames() {
	tshark -n -r "$1" -T fields -e frame.comment -e frame.interface_name -e frame.interface_description 2>/dev/null >"$work/frames"
	if awk -F '\t' -v wanted="$2" '
		$1 == "" || $3 == "" { print "line " NR ": " $0; bad = 1 }
		!seen[$2]++ { n++ }
		END { if (!NR || n != wanted) { print NR " frames of " n " interfaces"; bad = 1 }; exit bad }' "$work/frames" >"$work/bad"; then
		ok "$1: $(wc -l <"$work/frames") frames, each with a comment"
	else
		fault "$1" && quote "$work/bad"
	fi
}
frames build/runs/linger/02-rst/wire.pcapng 1
if grep -q '02-rst.lab:[0-9]*: .*R\. 6:6(0).*\[linger-zero-sends-rst: ' "$work/frames"; then ok "the RST names its line and its claim"; else fault "the RST names no claim" && quote "$work/frames"; fi
if [ -s build/runs/crash/32-idle/wire.pcapng ]; then frames build/runs/crash/32-idle/wire.pcapng 2; fi
# Each segment is there twice, and the duplicate capture looks like a retransmission: README's filter shows each once.
# shellcheck disable=SC2016 # a backquote is one
filter=$(sed -n 's/.*display filter `\(ip.ttl[^`]*\)`.*/\1/p' "$root/README.md")
if [ -s build/runs/crash/48-reboot-write/wire.pcapng ]; then
	try "each segment once, as it was sent" 0 'SYN.*RST' tshark -n -r build/runs/crash/48-reboot-write/wire.pcapng -Y "${filter:-none}"
	says_not "and none marked as sent again" 'Retransmission|Dup ACK'
fi
if command -v capinfos >/dev/null 2>&1; then
	try "what it is of" 0 'comment: *linger/02-rst: SO_LINGER' capinfos build/runs/linger/02-rst/wire.pcapng
fi
conclude
