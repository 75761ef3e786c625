#!/bin/sh
# The time machine, where its parts are (`make deps-time-machine`): a full-length scenario holds, twice with the same
# timeline; a machine that does not come to an end, or has no result, is told about; nothing is left running.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=tests/lib.sh
. tests/lib.sh
need qemu-system-x86_64 busybox cpio setpriv python3 pgrep
ls build/kernels/*/vmlinuz >/dev/null 2>&1 || skip "no kernel in build/kernels: make deps-time-machine"
bound=300

# Everything that has happened, a line an event. Nothing is left out or rounded: the machine's clock begins in the same
# moment, and its ports, inodes and random numbers are the same as well.
cat >"$work/timeline.py" <<'EOF_PY'
import json, sys

for event in json.load(open(sys.argv[1]))["events"]:
    print(json.dumps(event, sort_keys=True))
EOF_PY

machine() { (cd "$1" && shift && exec common/machine/time-machine.sh "$@"); }
for tree in one two; do
	copy_tree "$work/$tree"
	mkdir "$work/$tree/common"
	cp -R common/machine "$work/$tree/common/"
	ln -s "$root/build/kernels" "$work/$tree/build/kernels"
done

# Two at once: they must not even notice.
machine "$work/two" linger/38 >"$work/second" 2>&1 </dev/null &
second=$!
try "a full-length scenario in virtual time" 0 'linger/38.* 1 holds.*in the machine' machine "$work/one" linger/38
status=0
wait $second || status=$?
if [ $status = 0 ]; then ok "and a second time"; else fault "and a second time: exit status $status" && quote "$work/second"; fi
for tree in one two; do
	python3 "$work/timeline.py" "$work/$tree"/build/time-machine/*/runs/linger/38-*/timeline.json >"$work/$tree.events" || true
done
if [ -s "$work/one.events" ] && cmp -s "$work/one.events" "$work/two.events"; then
	ok "the same timeline, to the nanosecond: $(wc -l <"$work/one.events") events"
else
	fault "the timelines differ"
	diff "$work/one.events" "$work/two.events" >"$said" || true
	quote "$said" 10
fi

head -c 100000 /dev/zero >"$work/zero"
try "no kernel at all" 2 'is no kernel' env KERNEL="$work/zero" "$work/one/common/machine/time-machine.sh" linger/38
try "no such lab" 2 "no lab 'lingre'" "$work/one/common/machine/time-machine.sh" lingre/38
try "a machine that is not done in time" 3 'not done after 1 s' \
	env TIME_MACHINE_LIMIT=1 "$work/one/common/machine/time-machine.sh" linger/38
try "a kernel that panics" 3 'Kernel panic.*the kernel panicked' \
	env TIME_MACHINE_BOOT=rdinit=/nothing "$work/one/common/machine/time-machine.sh" linger/38

# QEMU is known by the image that it was given. A shell's background process ignores SIGINT; Ctrl-C is for one that does not.
mkdir "$work/tmp"
ours() { pgrep -f "qemu-system.*$work/tmp" >/dev/null; }
cat >"$work/listening.py" <<'EOF_PY'
import os, signal, sys

signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
EOF_PY
for signal in INT TERM KILL; do
	TMPDIR=$work/tmp python3 "$work/listening.py" "$work/one/common/machine/time-machine.sh" linger/38 \
		>/dev/null 2>&1 </dev/null &
	script=$!
	patience=100
	while ! ours && [ $patience -gt 0 ]; do patience=$((patience - 1)) && sleep 0.1; done
	[ $patience -gt 0 ] || fault "SIG$signal: no QEMU was seen"
	kill -"$signal" $script
	patience=50
	while ours && [ $patience -gt 0 ]; do patience=$((patience - 1)) && sleep 0.1; done
	if ours; then fault "SIG$signal: QEMU is still there"; else ok "SIG$signal leaves no QEMU"; fi
done
conclude
