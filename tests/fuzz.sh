#!/bin/sh
# Builds fuzz targets with clang's libFuzzer under ASan and UBSan, and runs one a processor at a time.
# usage: fuzz.sh [SECONDS each [TARGET...]]     (60, and all of them, unless said; a target is decode, script, ...)
# Findings and logs stay in build/fuzz. Exit status 0: no finding.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
# shellcheck disable=SC2046 # a list of words
[ $# -gt 0 ] || set -- $(for source in tests/fuzz/fuzz_*.c; do basename "$source" .c | sed 's/^fuzz_//'; done)
out=build/fuzz
mkdir -p $out
sources="capture/*.c common/base/*.c common/calls/*.c common/script/*.c common/record/*.c common/judge/*.c"
flags="-std=gnu11 -D_GNU_SOURCE -I. -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"
libs=$(pkg-config --cflags --libs libpcap jansson)
status=0
running=

# Waits for those that run; a finding is told with the place of its log.
await() {
	for p in $running; do
		wait "${p#*:}" || {
			echo "fuzz: ${p%:*}: a finding, see $out/${p%:*}.log"
			status=1
		}
	done
	running=
}

for name in "$@"; do
	# shellcheck disable=SC2086 # lists of words
	clang $flags tests/fuzz/fuzz_"$name".c $sources $libs -lm -o $out/"$name"
done
count=0
for name in "$@"; do
	mkdir -p "$out/corpus-$name"
	seeds=tests/fixtures
	[ "$name" = script ] && seeds=labs/linger
	"$out/$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$out/$name-" "$out/corpus-$name" $seeds >"$out/$name.log" 2>&1 &
	running="$running $name:$!"
	count=$((count + 1))
	[ $((count % $(nproc))) != 0 ] || await
done
await
for name in "$@"; do
	printf 'fuzz: %-10s %s inputs in %s s\n' "$name" \
		"$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$name.log")" "$seconds"
done
exit $status
