#!/bin/sh
# Whatever is wrong - with the command line, the script, the programs, the machine, a capture - is told in clear words
# and by the right exit status (2 usage or a faulty script, 4 skipped, 1 else), in bounded time, with nothing left.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
tools=$build/tests
[ -x "$tools/odd" ] || tools=$root/build/tests
for tool in forbid odd; do
	[ -x "$tools/$tool" ] || skip "no $tool (make tests)"
done

copy_tree "$work/tree"
# A private copy of the program that misbehaves: its path tells whether one of them is still there.
mkdir "$work/e"
cp "$tools/odd" "$tools/forbid" "$work/e/"
give_to_user "$work/tree" "$work/e"
cd "$work/tree"
lab=$work/tree/build/lab
forbid=$work/e/forbid
left() {
	for exe in /proc/[0-9]*/exe; do
		case $(readlink "$exe" 2>/dev/null) in "$work"/*) return 0 ;; esac
	done
	return 1
}
nothing_left() {
	tries=0
	while left; do
		tries=$((tries + 1))
		if [ $tries -gt 50 ]; then
			fault "$1: a process is left"
			return 0
		fi
		sleep 0.1
	done
}

# ---- the command line ----

try "no argument" 2 'usage: lab COMMAND' "$lab"
try "an unknown command" 2 "unknown command 'rum'" "$lab" rum
try "lab --help" 0 'run .*judge .*show .*watch .*claims .*shell .*doctor' "$lab" --help
try "a mistyped command" 2 "unknown command 'rnu' \(did you mean 'run'\?\)" "$lab" rnu
try "help on a command that is none" 2 "unknown command 'nonsense'" "$lab" help nonsense
for command in run predict judge show watch claims report wireshark demo shell doctor; do
	try "lab $command --help" 0 "usage: lab $command .* -h, --help +this text" "$lab" $command --help
	cp "$said" "$work/help"
	try "lab help $command" 0 "" "$lab" help $command
	cmp -s "$said" "$work/help" || fault "lab help $command is not what lab $command --help prints"
	try "lab $command: an unknown option" 2 "^lab $command: (unrecognized option|invalid option|unknown option|unexpected argument).*nonsense" \
		"$lab" $command --nonsense
done
labs_here="labs here:"
for folder in labs/*/; do labs_here="$labs_here $(basename "$folder")"; done
labs_here="$labs_here \$"
for last in labs/linger/*.lab; do last=${last#labs/linger/}; done
try "an unknown lab" 2 "no lab, scenario or file 'nothing'; $labs_here" "$lab" run nothing
try "a file beside the labs" 2 "no lab, scenario or file 'durations'; $labs_here" "$lab" run durations
try "a mistyped lab" 2 "file 'lingre'; did you mean 'linger'. $labs_here" "$lab" run lingre
try "a mistyped lab of a scenario" 2 "file 'lingr/02'; did you mean 'linger/02'." "$lab" run lingr/02
try "an unknown scenario" 2 "file 'linger/99'; linger has 01 to ${last%%-*} \$" "$lab" run linger/99
try "programs of what is no lab" 2 "no lab 'durations'; $labs_here" "$lab" run --programs durations linger/02
try "a number of one digit" 0 "linger/02-rst" "$lab" run linger/2
try "which scenarios are meant" 0 "^linger/02-rst linger/03-[a-z-]+ \$" "$lab" run --list linger/2 linger/03
try "which shows its record, too" 0 "linger/02-rst" "$lab" show linger/2
try "a script that is not there" 2 "'nowhere.lab'" "$lab" run nowhere.lab
try "a folder for a script" 2 "" "$lab" run /
try "a mistyped option" 2 "unknown option '--breif'; did you mean '--brief'\? \(.$lab run --help. says more\)" "$lab" run --breif
try "an option without its argument" 2 "^lab run: --runs: expected DIR behind it" "$lab" run --runs
try "an option that is cut short" 0 "^linger/02-rst \$" "$lab" run --li linger/02
try "run -j 0" 2 "-j 0: expected a number" "$lab" run -j 0 linger/02
try "run --width 5" 2 "--width 5: expected" "$lab" run --width 5 linger/02
try "run --color=mauve" 2 "--color=mauve: expected always, never or auto" "$lab" run --color=mauve linger/02
try "a setting that the kernel has not" 2 "this kernel has no such setting; did you mean 'tcp_sack'" \
	"$lab" run --set net.ipv4.tcp_sacks=0 linger/02
try "a setting of no kind" 2 "this kernel has no such setting" "$lab" run --set net.none.such=0 linger/02
try "a setting without a value" 2 "expected net.NAME=VALUE" "$lab" run --set net.ipv4.tcp_sack linger/02
try "a value that is none" 2,4 "tcp_sack=abc: no value for it; here it is|no network of its own" \
	"$lab" run --set net.ipv4.tcp_sack=abc linger/02
try "no record" 2 "no record" "$lab" judge --runs "$work/none"
try "no record of that name" 2 "no record of 'linger/99'" "$lab" judge linger/99
try "nothing to show" 2 "usage: lab show" "$lab" show
try "nothing of that name to show" 2 "no record of 'linger/99' in [^ ]*; linger has 01 to" "$lab" show linger/99
try "what has not been run" 2 "no record of 'linger/03' .*run it first: $lab run linger/03" "$lab" show --runs "$work/none" linger/03
try "watch without a script" 2 "expected a script" "$lab" watch -r x
try "watch both a file and an interface" 2 "either -r FILE or -i INTERFACE" "$lab" watch -r x -i lo labs/linger/02-rst.lab
try "watch no script that is there" 2 "linger has 01 to" "$lab" watch -r x linger/99
try "watch more than one script" 2 "'linger' means [0-9]+ scripts: expected one" "$lab" watch -r x linger
try "watch an unknown interface" 2 "nosuch" "$lab" watch -i nosuch labs/linger/02-rst.lab
try "an unknown claim" 2 "no-such-claim" "$lab" claims no-such-claim
try "words that no claim says" 2 "no claim says 'xyzzy'; .*claims --all. lists them" "$lab" claims broken xyzzy
try "a mistyped word" 2 "no claim says 'lingre'; did you mean 'linger'" "$lab" claims broken lingre
try "words that no claim has together" 2 "no claim has all of them" "$lab" claims keepalive reuseport multicast
try "no claim to play" 2 "no scenario speaks of it" "$lab" claims --play no-such-claim
try "a mistyped claim" 2 "did you mean 'linger-zero-sends-rst'" "$lab" claims linger-zero-send-rst
try "a claim whose scenarios are not for here" 0 "not played .*crash/5[67].* was not played: requires .*(virtual time|another version)" \
	"$lab" claims --runs "$work/none" connect-syn-retried-twice
try "a claim whose scenario nobody ran" 0 "not played .*linger/02-rst was not played: there is no record of it here \($lab run linger/02-rst\)" \
	"$lab" claims --runs "$work/none" linger-zero-sends-rst
try "a shell in an unknown lab" 2 "no lab 'lingre'.*did you mean 'linger'" "$lab" shell lingre -- true
try "a shell's command that is not there" 127 "no-such-command" "$lab" shell linger -- no-such-command
# shellcheck disable=SC2016 # expanded by the inner shell
try "a shell's PATH has what is for root" 0 "/lab:/bin:/usr/bin:/usr/sbin:/sbin \$" \
	env PATH=/lab:/bin:/usr/bin "$lab" shell linger -- sh -c 'echo "$PATH"'
# shellcheck disable=SC2016
try "and has it once" 0 ":/sbin:/bin:/usr/sbin:/usr/bin \$" \
	env PATH=/sbin:/bin:/usr/sbin:/usr/bin "$lab" shell linger -- sh -c 'echo "$PATH"'
try "a shell's command and its status" 3 "" "$lab" shell linger -- sh -c 'exit 3'

# ---- scripts ----

# script NAME: from standard input
script() { cat >"$work/e/$1.lab"; }
script keyword <<'END'
title    an unknown keyword
claim    close-sends-fin  holds
start odd does-nothing
strat odd
END
try "an unknown keyword" 2 "keyword.lab:4:1: .* strat odd \^" "$lab" run "$work/e/keyword.lab"
script call <<'END'
title    an unknown call
start odd does-nothing
odd: clsoe() = 0
END
try "an unknown call" 2 "call.lab:3:6: unknown system call 'clsoe'; did you mean 'close'" "$lab" run "$work/e/call.lab"
script errno <<'END'
title    -1 without an errno
start odd does-nothing
odd: close(3) = -1
END
try "-1 without an errno" 2 "errno.lab:3:17: .*errno" "$lab" run "$work/e/errno.lab"
: >"$work/e/empty.lab"
try "an empty script" 2 "empty.lab" "$lab" run "$work/e/empty.lab"
head -c 5000 /dev/urandom >"$work/e/noise.lab"
try "noise for a script" 2 "noise.lab" "$lab" run "$work/e/noise.lab"
try "a binary for a script" 2 "e/odd" "$lab" run "$work/e/odd"
try "an endless script" 2 "/dev/zero" "$lab" run /dev/zero
script missing <<'END'
title    a missing program
start nosuch
END
try "a missing program" 2 "missing.lab:2: no program 'nosuch' in .* or beside the script .*--programs LAB" "$lab" run "$work/e/missing.lab"
script exec <<'END'
title    a missing program of the system
claim    close-sends-fin  holds
start odd = exec no-such-program
* odd exits 0
control start odd = exec true
END
try "a missing program of the system" 1,2,4 "no-such-program.* is not installed" "$lab" run "$work/e/exec.lab"
script gone <<'END'
title    an action about somebody who has ended
claim    close-sends-fin  holds
start c = exec true
c exits 0
kill c KILL
* c dies SIGKILL
control start c = exec false
END
try "an action about somebody who has ended" 1,4 'expected kill c KILL instead nothing: c had exited with status 0' \
	"$lab" run "$work/e/gone.lab"
says_not "an action about somebody who has ended is no hole in the record" 'no verdict|inconclusive'
# It is told as clearly where the program may be executed and cannot be: no interpreter, no program at all.
printf '#!/no/such/interpreter\n' >"$work/e/orphan"
printf 'neither fish nor fowl\n' >"$work/e/noise"
chmod 755 "$work/e/orphan" "$work/e/noise"
printf 'plain text\n' >"$work/e/text"
for name in orphan noise; do
	sed "s/exec no-such-program/$name/; s/exec true/odd does-nothing/" "$work/e/exec.lab" >"$work/e/run-$name.lab"
	try "a program that cannot be executed ($name)" 1 "could not be run under strace: strace: exec: (No such file|Exec format)" "$lab" run "$work/e/run-$name.lab"
done
sed "s/exec no-such-program/text/; s/exec true/odd does-nothing/" "$work/e/exec.lab" >"$work/e/run-text.lab"
try "a program that may not be executed" 2 "no program 'text'" "$lab" run "$work/e/run-text.lab"
sed '/^control/d' labs/linger/02-rst.lab >"$work/tree/labs/linger/98-no-control.lab"
try "no control" 2 "98-no-control.lab:[0-9]+: .*the script has no control: nothing shows that it could have gone the other way" "$lab" run linger/98
try "controls left out" 1 "nothing has been shown|not shown" "$lab" run --no-control linger/02
says_not "controls left out: nothing is settled" 'linger-zero-sends-rst +(confirmed|qualified)'
rm "$work/tree/labs/linger/98-no-control.lab"
script requires <<'END'
title    what this machine has not
claim    close-sends-fin  holds
requires kernel >= 99.0
start odd does-nothing
* odd exits 3
control start odd hangs
END
try "another kernel" 4 "requires a kernel" "$lab" run "$work/e/requires.lab"
sed 's/kernel >= 99.0/program no-such-program/' "$work/e/requires.lab" >"$work/e/requires-program.lab"
try "a program that is not installed" 4 "requires the program no-such-program, which is not installed" "$lab" run "$work/e/requires-program.lab"
sed 's/kernel >= 99.0/sysctl net.no.such/' "$work/e/requires.lab" >"$work/e/requires-sysctl.lab"
try "a setting that is not there" 4 "requires the setting net.no.such" "$lab" run "$work/e/requires-sysctl.lab"
sed 's/^requires.*//; s/^start/sysctl net.no.such=1\nstart/' "$work/e/requires.lab" >"$work/e/sysctl.lab"
try "a setting that cannot be made" 1 "sysctl net.no.such" "$lab" run "$work/e/sysctl.lab"

# ---- programs ----

for way in hangs floods-output floods-calls floods-wire computes ignores daemons multiplies zombies crashes stops closes writes-junk kills-parent; do
	sed -e "s/^title.*/title a program that $way/; s/^requires.*/limit 1s/; s/^start.*/start odd $way/; s/exits 3/exits 0/" \
		-e 's/^control.*/control start odd does-nothing/' "$work/e/requires.lab" >"$work/e/$way.lab"
done
says() { # WAY PATTERN
	bound=30
	try "a program that $1" 1 "$2" "$lab" run --runs "$work/runs" --json "$work/$1.json" "$work/e/$1.lab"
	bound=60
	[ "$(wc -c <"$said")" -lt 4000000 ] || fault "a program that $1: $(wc -c <"$said") bytes of story"
	# A program's bytes never reach the terminal: no control character but the newline.
	if LC_ALL=C tr -d '\n\t\040-\176\200-\377' <"$said" | grep -q .; then fault "a program that $1: control characters"; fi
	nothing_left "a program that $1"
}
says hangs 'expected odd exits 0 instead nothing more: odd: pause\(\) <unfinished'
says floods-output 'waited for .* expected odd exits 0'
says floods-calls 'waited for .* expected odd exits 0|a flood of system calls'
says floods-wire 'UDP 1000|dropped'
says computes 'waited for 6\.[0-9]+ s expected odd exits 0'
says ignores 'expected odd exits 0'
says zombies 'expected odd exits 0'
says crashes 'odd dies SIGSEGV'
says stops 'expected odd exits 0'
says closes 'expected odd exits 0'
# These exit at once, as their control does: it says nothing then. What counts is that they are survived.
says daemons 'held as well'
says multiplies 'held as well'
says writes-junk 'held as well'
says kills-parent 'held as well'

# ---- the machine ----

if [ -z "$(no_user)" ]; then
	try "no namespaces for an ordinary user" 4 'skipped' "$as_user" "$forbid" namespaces "$lab" run --runs "$work/home/r" linger/02
	# The reason names what was refused, and where to read what helps.
	try "no namespaces: reason and remedy" 4 'namespaces.*EPERM.*lab doctor' "$as_user" "$forbid" namespaces "$lab" run --runs "$work/home/r" linger/02
	try "no user namespaces for an ordinary user" 4 'lab doctor' "$as_user" "$forbid" userns "$lab" run --runs "$work/home/r" linger/02
	try "no namespaces: lab doctor" 4 'namespaces' "$as_user" "$forbid" namespaces "$lab" doctor
	try "no namespaces: lab shell" 4 'no world can be made' "$as_user" "$forbid" namespaces "$lab" shell linger -- true
	# The limits that an administrator may set, as root of a namespace that has them.
	if "$as_user" unshare -Ur true 2>/dev/null; then
		# shellcheck disable=SC2016 # expanded by the inner shell
		try "user.max_net_namespaces=0" 4 'ENOSPC.*lab doctor' "$as_user" unshare -Ur sh -c \
			'echo 0 >/proc/sys/user/max_net_namespaces && "$@"' inner "$lab" run --runs "$work/home/r" linger/02
	fi
	mkdir "$work/shut"
	chmod 755 "$work/shut"
	if [ "$(id -u)" = 0 ]; then
		try "a runs folder that may not be written" 1 'EACCES' "$as_user" "$lab" run --runs "$work/shut/runs" linger/02
		[ -z "$(ls -A "$work/shut")" ] || fault "something is left in the runs folder"
	fi
fi
# Without a PID namespace of its own a run must clean up by itself. It is watched from a PID namespace around it: nothing
# that goes wrong here gets out, and what is left can be counted.
cat >"$work/confined" <<'END'
#!/bin/sh
"$@"
status=$?
# Counted by this shell itself, without a pipeline, whose processes would be among them.
others() {
	set -- /proc/[0-9]*
	[ $# -gt 1 ]
}
tries=0
while others; do
	tries=$((tries + 1))
	[ $tries -gt 50 ] && echo "LEFT: $(cat /proc/[0-9]*/cmdline | tr '\0' ' ')" && exit 99
	sleep 0.1
done
exit $status
END
chmod 755 "$work/confined"
if unshare -Urmpf --mount-proc true 2>/dev/null; then
	for thing in pidns mount; do
		try "without $thing: labs run all the same" 0 'no PID namespace' unshare -Urmpf --mount-proc "$work/confined" \
			"$forbid" $thing "$lab" run --brief --runs "$work/r-$thing" linger/02 linger/01
	done
	for way in daemons kills-parent ignores stops multiplies; do
		try "without pidns: a program that $way" 1 '' unshare -Urmpf --mount-proc "$work/confined" \
			"$forbid" pidns "$lab" run --runs "$work/r-pidns" "$work/e/$way.lab"
	done
fi
# What whoever runs us has left open is not a program's: its first socket is descriptor 3. An older kernel has no
# close_range(), or one that knows no CLOSE_RANGE_CLOEXEC.
for thing in close-range close-range-cloexec; do
	# shellcheck disable=SC2016 # expanded by the inner shell
	try "descriptors that were left open, $thing" 0 'socket\(\) = 3 .*holds' sh -c \
		'exec 3</dev/null 4</dev/null 7</dev/null; exec "$@"' inner "$forbid" $thing "$lab" run --runs "$work/r" linger/02
done
try "no permission to capture" 4 'no permission to capture.*skipped' "$forbid" capture "$lab" run --brief --runs "$work/r" linger/02
try "no permission to trace" 4 'strace may not trace here: ptrace: EPERM.*lab doctor.*skipped' "$forbid" ptrace "$lab" run --brief --runs "$work/r" linger/02
try "no socket tables" 1,4 'socket table' "$forbid" sock-diag "$lab" run --brief --runs "$work/r" linger/02
try "no packet filter" 4 'the cable cannot be cut here' "$forbid" netfilter "$lab" run --brief --runs "$work/r" linger/18
mkdir "$work/nothing" "$work/broken"
try "no strace" 4 "'strace' is not installed" env PATH="$work/nothing" "$lab" run --brief --runs "$work/r" linger/02
printf '#!/bin/sh\necho "strace: out of order" >&2\nexit 1\n' >"$work/broken/strace"
chmod 755 "$work/broken/strace"
try "a strace that fails" 1,4 "strace: out of order" env PATH="$work/broken:$PATH" "$lab" run --brief --runs "$work/r" linger/02
printf '#!/bin/sh\nsleep 1000 &\nwait\n' >"$work/broken/strace"
bound=60
try "a strace that hangs" 1,4 "a program was not executed within 30 s" env PATH="$work/broken:$PATH" "$lab" run --brief --runs "$work/r" linger/02
# shellcheck disable=SC2016 # expanded by that script
printf '#!/bin/sh\nhead -c 100000 /dev/urandom >"${20}"\n' >"$work/broken/strace"
try "a strace that writes nonsense" 1,4 "" env PATH="$work/broken:$PATH" "$lab" run --brief --runs "$work/r" linger/02
# What becomes the program waits for strace with an alarm set, which on a busy machine may ring before it is the program.
cat >"$work/broken/strace" <<'END'
#!/bin/sh
while [ "$1" != -o ]; do shift; done
echo "$$ 1700000000.000000 +++ killed by SIGALRM +++" >"$2"
kill -ALRM $$
END
try "an alarm before the program is one" 1,4 "could not be run under strace" \
	env PATH="$work/broken:$PATH" "$lab" run --brief --runs "$work/r" linger/02
says_not "an alarm before the program is one: no verdict" 'FAIL|expected'
bound=60
nothing_left "straces that fail"

if unshare -rm true 2>/dev/null; then
	mkdir "$work/small"
	# shellcheck disable=SC2016 # expanded by the inner shell
	try "a full disk" 0 'No space left.*STATUS 1 LEFT 0' unshare -rm sh -c \
		'mount -t tmpfs -o size=16k none "$1" || exit 9
		status=0; "$2" run --brief --runs "$1/r" linger/02 linger/04 2>&1 || status=$?
		echo "STATUS $status LEFT $(find "$1" -mindepth 1 ! -type d | wc -l)"' inner "$work/small" "$lab"
	says_not "a full disk: no pass" '✓'
	# shellcheck disable=SC2016
	try "a full disk in the middle of a lab" 0 'No space left.*STATUS 1 BROKEN 0' unshare -rm sh -c \
		'mount -t tmpfs -o size=200k none "$1" || exit 9
		status=0; "$2" run --brief --runs "$1/r" linger 2>&1 || status=$?
		broken=0
		for run in "$1"/r/linger/* "$1"/r/linger/.[!.]*; do
			[ -e "$run" ] || continue
			for file in wire.pcapng timeline.json script.lab; do [ -s "$run/$file" ] || broken=$((broken + 1)); done
		done
		echo "STATUS $status BROKEN $broken"' inner "$work/small" "$lab"
else
	echo "  skip  a full disk: no mount namespaces"
fi
if [ -w /dev/full ]; then
	try "a result that cannot be written" 1 '/dev/full: ENOSPC: No space left' "$lab" run --quiet --runs "$work/r" --json /dev/full linger/02
fi
try "a result for a missing folder" 1 'nowhere/x.json: ENOENT' "$lab" run --quiet --runs "$work/r" --tap "$work/nowhere/x.json" linger/02

if "$lab" run --runs "$work/r" --json - linger/01 linger/02 >"$said" 2>/dev/null && [ "$(head -c 1 "$said")" = '{' ] &&
	[ "$(tail -n 1 "$said")" = '}' ]; then
	ok "a result on standard output, and nothing else"
else
	fault "a result on standard output: there is more than that"
	quote "$said"
fi
try "quiet is quiet" 0 '' "$lab" run --quiet --runs "$work/r" linger/02
[ ! -s "$said" ] || fault "quiet is not quiet"

# ---- captures ----

wire() { try "$1" "$2" "$3" "$lab" watch -r "$4" labs/linger/02-rst.lab; }
"$lab" run --quiet --runs "$work/r" linger/02 || fault "linger/02 does not hold"
good=$work/r/linger/02-rst/wire.pcapng
wire "a capture that holds" 0 'holds on the wire' "$good"
try "a script by its short name" 0 'holds on the wire' "$lab" watch -r "$good" linger/02
wire "a capture that is not there" 2 'nowhere.*No such file' "$work/nowhere"
: >"$work/c"
wire "an empty file" 2 'c: ' "$work/c"
head -c 3000 /dev/urandom >"$work/c"
wire "noise" 2 'c: ' "$work/c"
size=$(wc -c <"$good")
head -c $((size - 7)) "$good" >"$work/c"
wire "a capture cut short" 1 'c: cut short after frame [0-9]+.*inconclusive' "$work/c"
head -c 200 "$good" >"$work/c"
wire "a capture of one header" 1,2 '' "$work/c"
wire "a folder" 2 '' "$work"
# pcap files: the magic, version 2.4, zone, accuracy, length of a packet, link type
# shellcheck disable=SC2059 # octal escapes
pcap() { printf '\324\303\262\241\002\000\004\000\000\000\000\000\000\000\000\000\377\377\000\000'"$1"'\000\000\000' >"$work/c"; }
pcap '\001'
wire "a capture without a packet" 1 'holds|expected|instead|met' "$work/c"
pcap '\151' # 105: IEEE 802.11
wire "a capture of another kind of link" 2 'link' "$work/c"
wire "a pcapng of which another tool made a pcap" 2 '' /etc/passwd
if command -v tshark >/dev/null 2>&1; then
	tshark -F pcap -r "$good" -w "$work/c" 2>/dev/null
	wire "the same capture as pcap" 0 'holds on the wire' "$work/c"
fi
try "a filter that is wrong" 2 'syntax|expression|filter' "$lab" watch -r "$good" labs/linger/02-rst.lab 'tcp porrt 1'
try "a filter that leaves out" 1 '' "$lab" watch -r "$good" labs/linger/02-rst.lab 'tcp port 1'
try "a filter that lets all pass" 0 'holds on the wire' "$lab" watch -r "$good" labs/linger/02-rst.lab tcp port 9877
try "another script" 1 'expected' "$lab" watch -r "$good" labs/linger/01-fin.lab
nothing_left "the end"
conclude
