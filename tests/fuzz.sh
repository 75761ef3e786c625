#!/bin/sh
# Builds and runs every fuzz target with clang's libFuzzer under ASan and UBSan, one process a processor.
# usage: fuzz.sh [SECONDS each]     (60 unless said). Findings stay in build/fuzz/<target>-*.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
out=build/fuzz
mkdir -p $out
sources="capture/*.c common/base/*.c common/script/*.c common/record/*.c common/judge/*.c"
flags="-std=gnu11 -D_GNU_SOURCE -I. -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"
libs=$(pkg-config --cflags --libs libpcap jansson)
status=0
pids=
for source in tests/fuzz_*.c; do
	name=$(basename "$source" .c)
	# shellcheck disable=SC2086 # lists of words
	clang $flags $source $sources $libs -lm -o $out/"$name"
done
count=0
for source in tests/fuzz_*.c; do
	name=$(basename "$source" .c)
	mkdir -p "$out/corpus-$name"
	seeds=tests/fixtures
	case $name in fuzz_script) seeds=labs/linger ;; esac
	# In its own folder of findings; the seeds are only read.
	"$out/$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$out/$name-" "$out/corpus-$name" $seeds >"$out/$name.log" 2>&1 &
	pids="$pids $name:$!"
	count=$((count + 1))
	if [ $((count % $(nproc))) = 0 ]; then
		for p in $pids; do wait "${p#*:}" || { echo "fuzz: ${p%:*}: a finding, see $out/${p%:*}.log"; status=1; }; done
		pids=
	fi
done
for p in $pids; do wait "${p#*:}" || { echo "fuzz: ${p%:*}: a finding, see $out/${p%:*}.log"; status=1; }; done
for source in tests/fuzz_*.c; do
	name=$(basename "$source" .c)
	printf 'fuzz: %-14s %s\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$name.log") inputs in $seconds s"
done
exit $status
