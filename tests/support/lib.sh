# lib.sh - what the check scripts share: a folder of their own, a copy of the tree, an ordinary user, and counting.
#
# A script goes to the project's root, reads this file and ends with `conclude`. Whatever it makes is below $work,
# which goes when it ends, however it ends. It changes nothing else: no account, no setting, no file of the tree.
# shellcheck shell=sh
# shellcheck disable=SC2034 # the scripts use what is set here
LAB=${LAB:-build/lab}
case $LAB in /*) ;; *) LAB=$PWD/$LAB ;; esac
root=$PWD
build=$(dirname "$LAB")
failures=0
checks=0
unset XDG_STATE_HOME LAB_VIRTUAL_TIME MAKEFLAGS
export NO_COLOR=1 LC_ALL=C.UTF-8

work=$(mktemp -d "${TMPDIR:-/tmp}/socklab-check.XXXXXX")
chmod 755 "$work"
clean() { rm -rf "$work"; }
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The last line is the reason: check.sh prints it.
skip() {
	printf '%s\n' "$*"
	exit 77
}
need() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null 2>&1 || skip "no $tool"
	done
}
ok() {
	checks=$((checks + 1))
	printf '  ok    %s\n' "$*"
}
fault() {
	checks=$((checks + 1))
	failures=$((failures + 1))
	printf '  FAIL  %s\n' "$*"
}
# What a command said, under its fault.
quote() { head -n "${2:-40}" "$1" | sed 's/^/        | /'; }
conclude() {
	printf '%s checks, %s failed\n' "$checks" "$failures"
	[ $failures = 0 ]
	exit $?
}

# try NAME STATUS PATTERN COMMAND...: the command ends within $bound seconds with this status ("1,4": one of them), and
# says (on either output, kept in $said) what the pattern describes; "" for anything.
said=$work/said
bound=60
try() {
	name=$1 wanted=$2 pattern=$3
	shift 3
	status=0
	timeout -k 5 "$bound" "$@" >"$said" 2>&1 </dev/null || status=$?
	case ,$wanted, in
	*,$status,*) ;;
	*)
		fault "$name: exit status $status, not $wanted"
		quote "$said"
		return 0
		;;
	esac
	# Sentences are broken at the width of the terminal: as one line they can be searched.
	if [ -n "$pattern" ] && ! tr -s '[:space:]' ' ' <"$said" | grep -qE -e "$pattern"; then
		fault "$name: exit status $status, but it does not say /$pattern/"
		quote "$said"
		return 0
	fi
	ok "$name"
}
# says_not NAME PATTERN: what try's command said has nothing of the kind
says_not() {
	if tr -s '[:space:]' ' ' <"$said" | grep -qE -e "$2"; then
		fault "$1: it says /$2/"
		quote "$said"
	else
		ok "$1"
	fi
}

# copy_tree DIR: what `lab run` needs of the tree, with the programs that lie beside $LAB. The programs are the ones
# that `ps` will show: nobody else runs these.
copy_tree() {
	mkdir -p "$1/build"
	cp -R labs notes "$1/"
	cp "$LAB" "$1/build/lab"
	cp -R "$build/labs" "$1/build/labs"
}

# An ordinary user: ourselves, or, for root, a number that no account has. It needs no entry in /etc/passwd, so none is
# made that could be left behind.
user=$(id -u)
if [ "$user" = 0 ]; then
	user=61000
	while getent passwd "$user" >/dev/null 2>&1; do user=$((user + 1)); done
fi
# A program, so that timeout can run it.
as_user=$work/as_user
if [ "$(id -u)" = 0 ]; then
	printf '#!/bin/sh\nHOME=%s exec setpriv --reuid %s --regid %s --clear-groups --no-new-privs "$@"\n' \
		"$work/home" "$user" "$user" >"$as_user"
else
	printf '#!/bin/sh\nHOME=%s exec "$@"\n' "$work/home" >"$as_user"
fi
chmod 755 "$as_user"
mkdir "$work/home"
give_to_user() { [ "$(id -u)" != 0 ] || chown -R "$user:$user" "$@"; }
give_to_user "$work/home"
# Why the part for an ordinary user cannot be tested here; nothing where it can.
no_user() {
	if [ "$(id -u)" = 0 ] && ! command -v setpriv >/dev/null 2>&1; then
		echo "no setpriv"
	elif ! "$as_user" test -r "$work"; then
		echo "$work is hidden from ordinary users"
	fi
}
