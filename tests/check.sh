#!/bin/sh
# `make check`: the whole of the tests, built with ASan and UBSan in a folder of its own.
set -eu
cd "$(dirname "$0")/.."
san="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
# Warnings are the plain build's affair: with sanitizers gcc sees null formats where there are none.
make_san() { ${MAKE:-make} --no-print-directory -s B=build/san SAN="$san" WARN= CFLAGS="-O1 -g" -j"$(nproc)" "$@"; }

passed=0
failed=0
skipped=0
# step NAME COMMAND...: 0 passed, 4 or 77 skipped, else failed
step() {
	name=$1
	shift
	status=0
	mkdir -p build/check
	begin=$(date +%s)
	"$@" >"build/check/$name.log" 2>&1 || status=$?
	case $status in
	0) passed=$((passed + 1)) && printf '  ok    %s  %s s\n' "$name" $(($(date +%s) - begin)) ;;
	4 | 77) skipped=$((skipped + 1)) && printf '  skip  %s: %s\n' "$name" "$(tail -n 1 "build/check/$name.log")" ;;
	*)
		failed=$((failed + 1))
		printf '  FAIL  %s (status %s), from build/check/%s.log:\n' "$name" "$status" "$name"
		if grep -aqE '^ *FAIL|:[FE]:' "build/check/$name.log"; then
			grep -aE -A 6 '^ *FAIL|:[FE]:' "build/check/$name.log" | head -n 60
		else
			tail -n 30 "build/check/$name.log"
		fi | sed 's/^/        /'
		;;
	esac
}

${MAKE:-make} --no-print-directory -s -j"$(nproc)" WERROR=1 all tests
make_san all tests
export UBSAN_OPTIONS=print_stacktrace=1
export CK_TIMEOUT_MULTIPLIER=10 # a limit is there to end a hang, not to measure the machine

# What computes begins now and takes what the scripts, which mostly wait, leave of the processors. What is printed is in
# order.
mkdir -p build/check
beside=
# begin NAME COMMAND...: its outcome is asked for later
begin() {
	name=$1
	shift
	nice "$@" >"build/check/$name.out" 2>&1 &
	echo $! >"build/check/$name.pid"
	beside="$beside $!"
}
outcome() {
	ended=0
	wait "$(cat "build/check/$1.pid")" || ended=$?
	cat "build/check/$1.out"
	return $ended
}
trap 'kill $beside 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

begin suites build/san/tests/check
begin lint tests/lint.sh
for script in tests/scripts/check_*.sh; do
	step "$(basename "$script" .sh | sed 's/^check_//')" "$script"
done
step suites outcome suites
grep -aE '^[0-9]+%' build/check/suites.log | sed 's/^/        /' || true
step lint outcome lint

printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ $failed = 0 ]
