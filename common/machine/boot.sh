# boot.sh - boots the machine and watches it. The clock of its processor is the count of instructions (-icount): 2 ns each.
# When all sleep, the clock is set to the next timer (sleep=off) instead of waiting for it. Its clock begins in a year that
# is always the same, its chance is seeded, its memory has no random places: what runs in it runs as it ran the last time.
# shellcheck shell=sh
# shellcheck disable=SC2154 # $work and $release are set by whoever reads this file

# What a machine has printed can contain anything.
safe_text() { tr -d '\r' | tr -c '[:print:]\n\t' '?'; }

# boot KERNEL IMAGE RESULT CONSOLE: 0, and $boot_seconds, when the machine has switched itself off; else a complaint.
boot() {
	boot_limit=${TIME_MACHINE_LIMIT:-900}
	boot_begin=$(date +%s)
	boot_told=$boot_begin
	: >"$4"
	# It ends when we do, however we do; and if we were gone before it asked for that, it does not begin.
	# shellcheck disable=SC2016 # that shell's own
	setpriv --pdeathsig KILL sh -c '[ $PPID = "$0" ] && exec qemu-system-x86_64 "$@"' $$ \
		-M q35,accel=tcg -icount shift=1,sleep=off -cpu max -smp 1 -m 1024 \
		-nodefaults -no-user-config -display none -no-reboot -rtc base=2026-01-01T00:00:00,clock=vm -seed 1 \
		-serial "file:$4" -serial "file:$3" -kernel "$1" -initrd "$2" \
		-append "console=ttyS0 loglevel=4 panic=-1 oops=panic nokaslr tsc=reliable mitigations=off init_on_alloc=0 audit=0 apparmor=0 ${TIME_MACHINE_BOOT:-}" \
		</dev/null >"$work/qemu.log" 2>&1 &
	boot_pid=$!
	trap 'boot_stop; exit 130' INT
	trap 'boot_stop; exit 143' TERM HUP
	while kill -0 "$boot_pid" 2>/dev/null; do
		sleep 0.5
		boot_seconds=$(($(date +%s) - boot_begin))
		if [ $boot_seconds -ge "$boot_limit" ]; then
			boot_stop
			boot_broke "$4" "it was not done after $boot_limit s of real time (TIME_MACHINE_LIMIT)"
		fi
		boot_tell "$4"
	done
	[ ! -t 2 ] || printf '\r\033[K' >&2
	wait "$boot_pid" || boot_broke "$4" "QEMU failed: $(tail -n 1 "$work/qemu.log" | safe_text)"
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	[ -s "$3" ] || boot_broke "$4" "it ended without a result: $(boot_end "$4")"
}

boot_stop() {
	kill -KILL "$boot_pid" 2>/dev/null || true
	wait "$boot_pid" 2>/dev/null || true
	[ ! -t 2 ] || printf '\r\033[K' >&2
}

boot_broke() {
	tail -n 20 "$1" | safe_text | sed 's/^/  | /' >&2
	complaint=3 complain "$2; the console's last lines stand above, all of it in $1"
}

boot_end() {
	if grep -aq 'Kernel panic' "$1"; then echo "the kernel panicked"; else echo "nobody switched it off in order"; fi
}

boot_tell() {
	boot_now=$(date +%s)
	boot_inside=$(grep -a '^uptime ' "$1" | tail -n 1 | tr -cd '0-9.')
	set -- "$(printf 'Linux %s: %s s in the machine, %s s outside' "$release" "${boot_inside:-0}" "$boot_seconds")"
	if [ -t 2 ]; then
		printf '\r\033[K%s' "$1" >&2
	elif [ $((boot_now - boot_told)) -ge 15 ]; then
		boot_told=$boot_now
		printf '%s\n' "$1" >&2
	fi
}
