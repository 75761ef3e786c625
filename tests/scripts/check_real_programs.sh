#!/bin/sh
# Any program can be an actor: netcat, curl, socat, nginx, HAProxy, ab, Redis, Python; from a script anywhere. The README's own
# example is among them. What is not installed is left out.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
# The system's own programs before wrappers that a person may have put in front of them.
PATH=/usr/bin:/bin:/usr/sbin:$PATH

ran=0
# play NAME SCRIPT COMMAND...: lab run holds, or says what is not installed
play() {
	name=$1
	shift
	try "$name" 0,4 '' "$@"
	if [ "$status" = 4 ]; then
		grep -q 'which is not installed' "$said" || fault "$name: skipped, and not for want of a program"
		quote "$said"
	else
		ran=$((ran + 1))
	fi
}

for script in tests/scenarios/*.lab; do
	case $script in
	*/nc-*) nc -h 2>&1 | grep -q -- '-N' || continue ;; # netcat is several programs; this is OpenBSD's
	esac
	play "$script" "$LAB" run --width 100 --runs "$work/runs" "$script"
done

# A proxy's capture, judged without its calls: whose each connection is follows from the script.
if [ -e "$work/runs/scenarios/haproxy/wire.pcapng" ]; then
	try "a proxy's capture, from elsewhere" 0 'holds on the wire: 10 of 10 wire lines met' \
		"$LAB" watch -r "$work/runs/scenarios/haproxy/wire.pcapng" tests/scenarios/haproxy.lab
fi

# The example of the README, as it stands there.
awk '/^## Write a lab of your own/ { on = 1 } on && /^```/ { if (++fences == 2) exit; next } on && fences == 1' README.md \
	>"$work/nc.lab"
[ -s "$work/nc.lab" ] || fault "the README has no example of a lab of one's own"
if nc -h 2>&1 | grep -q -- '-N'; then
	play "the README's example" "$LAB" run --width 100 --runs "$work/runs" "$work/nc.lab"
fi

# Outside the tree, as an ordinary user, who sees nothing but what stands where he is.
if nc -h 2>&1 | grep -q -- '-N' && [ -z "$(no_user)" ]; then
	mkdir "$work/home/mine"
	cp "$LAB" "$work/lab"
	cp tests/scenarios/nc-closes.lab "$work/home/mine/"
	give_to_user "$work/home"
	cd "$work/home/mine"
	play "outside the tree" "$as_user" "$work/lab" run nc-closes.lab
	if [ -s "$work/home/.local/state/socklab/runs/mine/nc-closes/wire.pcapng" ]; then
		ok "outside the tree: the record is below the home folder"
	else
		fault "outside the tree: no record below the home folder"
		find "$work/home"
	fi
	try "outside the tree: lab show" 0 'F\. 7:7\(0\)' "$as_user" "$work/lab" show mine/nc-closes
	try "outside the tree: lab judge" 0 '1 holds' "$as_user" "$work/lab" judge mine/nc-closes
fi
[ "$ran" -gt 0 ] || skip "neither nc nor curl nor python3 is installed"
conclude
