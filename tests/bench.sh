#!/bin/sh
# What a run costs: for each scenario its wall time, the part of it spent in the kernel's own timers, and the
# difference, which is ours; then the whole lab side by side; and, in the same run, what the same pair costs by hand
# (two straces in a namespace, no watcher, no verdict) and an empty namespace. Figures are medians of several rounds.
# usage: bench.sh [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lab=build/lab

i=0
while [ $i -lt "$rounds" ]; do
	i=$((i + 1))
	$lab run -j 1 --quiet --no-control --runs "$work/runs" --json "$work/single-$i.json" linger >/dev/null 2>&1 || true
	$lab run --quiet --runs "$work/runs" --json "$work/whole-$i.json" linger >/dev/null 2>&1 || true
done

cat >"$work/by_hand" <<'EOF'
ip link set lo up 2>/dev/null || true
strace -D -f -ttt -T -yy -o "$1/s" build/labs/linger/server >/dev/null 2>&1 </dev/null &
until grep -q 'accept(' "$1/s" 2>/dev/null; do :; done
strace -D -f -ttt -T -yy -o "$1/c" build/labs/linger/client -l 0 >/dev/null 2>&1 </dev/null
kill $!
EOF

python3 - "$work" "$rounds" <<'EOF'
import json, os, statistics, subprocess, sys, time

work, rounds = sys.argv[1], int(sys.argv[2])
median = statistics.median


def load(kind):
    return [json.load(open(f"{work}/{kind}-{i}.json")) for i in range(1, rounds + 1)]


def clock(command):
    times = []
    for _ in range(rounds + 1):
        begin = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        times.append(time.monotonic() - begin)
    return median(times[1:])


single = load("single")
print(f"{'scenario':<44} {'wall':>8} {'timers':>8} {'ours':>8}   (ms, one at a time, medians of {rounds})")
worst = 0
longest = 0
for index, s in enumerate(single[0]["scenarios"]):
    wall = median(r["scenarios"][index]["seconds"] for r in single) * 1e3
    ours = median(r["scenarios"][index]["seconds"] - r["scenarios"][index]["timer_seconds"] for r in single) * 1e3
    timers = median(r["scenarios"][index]["timer_seconds"] for r in single) * 1e3
    worst = max(worst, ours)
    longest = max(longest, timers)
    print(f"{s['lab'] + '/' + s['file'].split('/')[-1][:-4]:<44} {wall:8.1f} {timers:8.1f} {ours:8.1f}")
print(f"largest difference {worst:.1f} ms; longest timers {longest:.0f} ms")

count = len(single[0]["scenarios"])
controls = sum(len(s.get("controls", [])) or 1 for s in load("whole")[0]["scenarios"])
whole = clock(["build/lab", "run", "--quiet", "--runs", f"{work}/runs", "linger"])
print(f"whole lab, {count} scenarios and {controls} controls side by side: {whole:.2f} s, "
      f"{whole / (longest / 1e3):.2f} times its longest timers")

one = clock(["build/lab", "run", "--quiet", "--no-control", "--runs", f"{work}/runs", "linger/02"])
hand = clock(["unshare", "-rnmpf", "--mount-proc", "sh", f"{work}/by_hand", work])
empty = clock(["unshare", "-rnmpf", "--mount-proc", "true"])
print(f"lab run linger/02 as a process: {one * 1e3:.0f} ms; the pair by hand under strace: {hand * 1e3:.0f} ms "
      f"(ratio {one / hand:.2f}); an empty namespace: {empty * 1e3:.0f} ms")
EOF
