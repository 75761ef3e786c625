#!/bin/sh
# time-machine.sh - plays scenarios on another kernel, in an emulated machine that jumps over the time in which nobody
# moves: two hours of silence take seconds. See notes/time-machine.md.
#
# usage: time-machine.sh [LAB | LAB/SCENARIO]...     without any: all scenarios that need virtual time
#   KERNEL=6.1               one of `make deps-time-machine`'s (default: the first there is), or a kernel's own file
#   MODULES=/lib/modules/V   its modules, where they are not built in and not in /lib/modules
#   TIME_MACHINE_LIMIT=900   the real time, in seconds, after which we give up
#
# What comes out: build/time-machine/RELEASE/ with runs/ (of this time and before), and of this time result.json, output and
# console.log.
# Exit status: that of `lab run`; 2 a part is missing or a word is wrong, 3 the machine did not live to tell.
set -eu
# shellcheck source=common/machine/guard.sh
. "$(dirname "$0")/guard.sh"
cd "$(dirname "$0")/../.."

complain() {
	printf 'time machine: %s\n' "$*" >&2
	exit "${complaint:-2}"
}
work=$(mktemp -d "${TMPDIR:-/tmp}/socklab-machine.XXXXXX")
trap 'rm -rf "$work"' EXIT
# shellcheck source=common/machine/kernel.sh
. common/machine/kernel.sh
# shellcheck source=common/machine/image.sh
. common/machine/image.sh
# shellcheck source=common/machine/boot.sh
. common/machine/boot.sh

for tool in qemu-system-x86_64 busybox cpio setpriv; do
	command -v "$tool" >/dev/null 2>&1 || complain "no $tool here; \`make deps-time-machine\` gets what is missing"
done
[ -x build/lab ] || complain "build/lab is not there; \`make\` builds it"

# shellcheck disable=SC2013 # words
[ $# -gt 0 ] || for script in $(grep -l '^requires  *virtual-time' labs/*/*.lab); do
	script=${script#labs/}
	set -- "$@" "${script%.lab}"
done
build/lab run --list "$@" >"$work/list" || exit 2
for word in "$@"; do
	[ -d "labs/${word%%/*}" ] || complain "$word: expected LAB or LAB/SCENARIO; the machine has the labs only"
done

case ${TIME_MACHINE_LIMIT:-900} in
*[!0-9]*) complain "TIME_MACHINE_LIMIT=$TIME_MACHINE_LIMIT: expected a number of seconds, as in 900" ;;
esac

kernel=$(kernel_folder "${KERNEL:-}")
release=$(kernel_release "$kernel/vmlinuz")
out=build/time-machine/$release
mkdir -p "$out"

image_make "$kernel" "$work/image" "$@"
status=0
boot "$kernel/vmlinuz" "$work/image" "$work/result.tar.gz" "$out/console.log" || status=$?
[ $status = 0 ] || exit $status

mkdir "$work/result"
tar -C "$work/result" -xzf "$work/result.tar.gz" 2>/dev/null || {
	tail -n 20 "$out/console.log" | safe_text >&2
	complaint=3 complain "what came out of the machine is not whole; the console's last lines stand above"
}
for file in status uptime output; do
	[ -e "$work/result/$file" ] || complaint=3 complain "no $file came out of the machine; the console is in $out/console.log"
done
# As `lab run` does: what was played takes its old record's place, and all others stay. What was skipped has none.
for run in "$work"/result/runs/*/*/; do
	[ -d "$run" ] || continue
	name=$(basename "$run")
	lab=$(basename "$(dirname "$run")")
	mkdir -p "$out/runs/$lab"
	rm -rf "$out/runs/$lab/.$name.new"
	mv "$run" "$out/runs/$lab/.$name.new"
	rm -rf "${out:?}/runs/$lab/$name"
	mv "$out/runs/$lab/.$name.new" "$out/runs/$lab/$name"
done
rm -f "$out/result.json"
for file in result.json output; do
	[ ! -e "$work/result/$file" ] || mv "$work/result/$file" "$out/"
done
cat "$out/output"
printf 'Linux %s: %s s in the machine, %s s outside; records in %s/runs\n' "$release" \
	"$(cut -d. -f1 "$work/result/uptime")" "$boot_seconds" "$out"
exit "$(cat "$work/result/status")"
