#!/bin/sh
# The time machine, where its parts are (`make deps-time-machine`): a full-length scenario holds, twice with the same
# timeline; a machine that does not come to an end, or has no result, is told about; nothing is left running.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need qemu-system-x86_64 busybox cpio setpriv python3 pgrep
ls build/kernels/*/vmlinuz >/dev/null 2>&1 || skip "no kernel in build/kernels: make deps-time-machine"
bound=300

# same.py ONE TWO: the same events in the same order, with the same ports, inodes and numbers; times, since the first event,
# may differ by 1 ms (some instructions: see notes/time-machine.md).
cat >"$work/same.py" <<'EOF_PY'
import json, sys

TIMES = ("ms", "time_ns", "end_ns")
MOST_MS = 1


def load(path):
    with open(path) as file:
        return json.load(file)["events"]


def bare(event):
    return {k: v for k, v in event.items() if k not in TIMES or v is None}


one, two = load(sys.argv[1]), load(sys.argv[2])
if len(one) != len(two):
    sys.exit(f"{len(one)} events and {len(two)}")
largest = 0
for a, b in zip(one, two):
    if bare(a) != bare(b):
        sys.exit(f"{bare(a)}\n{bare(b)}")
    for key in ("time_ns", "end_ns"):
        largest = max(largest, abs((a.get(key) or 0) - (b.get(key) or 0)))
if largest > MOST_MS * 1e6:
    sys.exit(f"the times differ by up to {largest / 1e6:.3f} ms")
print(f"{len(one)} events, times to {largest / 1e6:.6f} ms")
EOF_PY

for tree in one two; do
	copy_tree "$work/$tree"
	mkdir "$work/$tree/common"
	cp -R common/machine "$work/$tree/common/"
	ln -s "$root/build/kernels" "$work/$tree/build/kernels"
done

# Two at once: they must not even notice.
"$work/two/common/machine/time-machine.sh" reuseaddr/35 >"$work/second" 2>&1 </dev/null &
second=$!
try "a full-length scenario in virtual time" 0 'reuseaddr/35.* 1 holds.*in the machine' \
	"$work/one/common/machine/time-machine.sh" reuseaddr/35
status=0
wait $second || status=$?
if [ $status = 0 ]; then ok "and a second time"; else fault "and a second time: exit status $status" && quote "$work/second"; fi
timeline() { echo "$work/$1"/build/time-machine/*/runs/reuseaddr/35-*/timeline.json; }
if python3 "$work/same.py" "$(timeline one)" "$(timeline two)" >"$said" 2>&1; then
	ok "the same timeline: $(cat "$said")"
else
	fault "the timelines differ"
	quote "$said" 10
fi

head -c 100000 /dev/zero >"$work/zero"
try "no kernel at all" 2 'is no kernel' env KERNEL="$work/zero" "$work/one/common/machine/time-machine.sh" reuseaddr/35
try "no such lab" 2 "file 'lingre/38'; did you mean 'linger/38'" "$work/one/common/machine/time-machine.sh" lingre/38
bound=5 # it is told before anything is booted
try "no such scenario" 2 'linger has 01 to' "$work/one/common/machine/time-machine.sh" linger/99
try "a file" 2 'expected LAB or LAB/SCENARIO' "$work/one/common/machine/time-machine.sh" labs/linger/02-rst.lab
bound=300

# Another scenario's record stays, and so does its own where the machine plays nothing: this one is for newer kernels.
sed 's/^title .*/title    for a kernel that nobody has\nrequires kernel >= 99.0/' labs/reuseaddr/01-*.lab >"$work/one/labs/reuseaddr/98-none.lab"
try "nothing that this kernel could play" 4 'requires a kernel of another version.* 1 skipped.*in the machine' \
	"$work/one/common/machine/time-machine.sh" reuseaddr/98
for record in "$work"/one/build/time-machine/*/runs/reuseaddr/35-*/result.json; do
	if [ -s "$record" ]; then ok "and the earlier record is still there"; else fault "the earlier record is gone"; fi
done
rm "$work/one/labs/reuseaddr/98-none.lab"
try "a machine that is not done in time" 3 'not done after 1 s' \
	env TIME_MACHINE_LIMIT=1 "$work/one/common/machine/time-machine.sh" reuseaddr/35
try "a kernel that panics" 3 'Kernel panic.*the kernel panicked' \
	env TIME_MACHINE_BOOT=rdinit=/nothing "$work/one/common/machine/time-machine.sh" reuseaddr/35

# QEMU is known by the image that it was given. A shell's background process ignores SIGINT; Ctrl-C is for one that does not.
mkdir "$work/tmp"
# shellcheck disable=SC2317 # soon() calls it
ours() { pgrep -f "qemu-system.*$work/tmp" >/dev/null; }
cat >"$work/listening.py" <<'EOF_PY'
import os, signal, sys

signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
EOF_PY
# shellcheck disable=SC2317 # soon() calls it
gone() { ! ours; }
# soon COMMAND: it is true within 20 s
soon() {
	patience=200
	until "$@"; do
		patience=$((patience - 1))
		[ $patience -gt 0 ] || return 1
		sleep 0.1
	done
}
# ends_with SIGNAL SCRIPT: QEMU does not survive what started it
ends_with() {
	TMPDIR=$work/tmp python3 "$work/listening.py" "$work/one/common/machine/$2" reuseaddr/35 \
		>/dev/null 2>&1 </dev/null &
	script=$!
	soon ours || fault "$2: no QEMU was seen"
	kill -"$1" $script
	if soon gone; then ok "$2: SIG$1 leaves no QEMU"; else fault "$2: SIG$1: QEMU is still there"; fi
}
ends_with INT time-machine.sh
ends_with TERM time-machine.sh
ends_with KILL time-machine.sh
ends_with INT kernels.sh
ends_with KILL kernels.sh

# Several kernels side by side.
try "make kernels: no such kernel" 2 'KERNEL=6.66: no such file' \
	env KERNEL=6.66 "$work/one/common/machine/kernels.sh" reuseaddr/35
try "make kernels: a file that is none" 2 'is no kernel' \
	env KERNEL="$work/zero" "$work/one/common/machine/kernels.sh" reuseaddr/35
set -- build/kernels/*/vmlinuz
kernels=$#
try "make kernels: a column a kernel" 0 "scenario +$(uname -r | sed 's/[.+]/\\&/g') .*reuseaddr/35.* skipped .*holds" \
	"$work/one/common/machine/kernels.sh" reuseaddr/35
if [ "$(grep 'reuseaddr/35' "$said" | grep -o 'holds' | wc -l)" = "$kernels" ]; then
	ok "make kernels: it holds on all of the $kernels others"
else
	fault "make kernels: not on all of the $kernels others" && quote "$said"
fi
conclude
