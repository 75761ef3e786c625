#!/bin/sh
# What a script names is watched, in all its actors, so that `never` can fail; and what it does not name costs nobody
# anything.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need cat

# scenario FILE LINE: somebody reads a file, and so does a child of somebody else; the line stands above both
scenario() {
	{
		echo 'title Two programs read a file'
		echo "start two = exec sh -c 'read -r x; cat /etc/passwd; exit 0'"
		echo 'start one = exec cat /etc/passwd'
		echo "$2"
		echo 'one exits 0'
		echo 'type two "go"'
		echo 'two exits 0'
	} >"$work/$1.lab"
}
# play NAME STATUS PATTERN FILE
play() { try "$1" "$2" "$3" "$LAB" run --runs "$work/runs" "$work/$4.lab"; }
# watched FILE: in which of the two strace showed a file being opened
watched() { grep -l 'openat(' "$work"/runs/*/"$1"/*.strace | sed 's|.*/||; s|\.strace||' | tr '\n' ' '; }

scenario plain 'never one: dup3(...)'
play "files are opened, and no line names that" 0,1 '' plain
if ! [ -d "$(echo "$work"/runs/*/plain)" ]; then skip "the lab cannot run here"; fi
if [ -z "$(watched plain)" ]; then ok "then nobody watches it"; else fault "openat() is watched without being named"; fi

scenario first 'never one: openat(..., "/etc/passwd", ...)'
play "never openat() fails" 1 'fails at +line 4.*one: openat\(' first
if [ "$(watched first)" = "one two " ]; then ok "openat() is watched in all actors"; else fault "openat() is not watched"; fi

scenario child 'never two.1: openat(..., "/etc/passwd", ...)'
play "and of a child of the other" 1 'fails at +line 4.*two.1: openat\(' child

scenario other 'never one: openat(..., "/etc/shadow", ...)'
play "a file that nobody opens" 0,1 '' other
says_not "is no divergence" 'fails at'

scenario met 'one: getpid() = > 0'
play "a call that is never made is waited for in vain" 1 'getpid' met

scenario function 'never one: open("/etc/passwd", ...)'
play "the library's open() is not what strace writes" 2 'open\(\) is a function of the C library; the system call is openat' function
conclude
