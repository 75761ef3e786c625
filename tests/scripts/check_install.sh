#!/bin/sh
# `make install` with DESTDIR and PREFIX puts all there that is needed: the installed program runs its labs from an empty
# folder, as an ordinary user, wherever the whole was moved to.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
need "${MAKE:-make}"
bound=300

try "make install" 0 '' "${MAKE:-make}" --no-print-directory -s install B="$build" DESTDIR="$work/dest" PREFIX=/usr
prefix=$work/dest/usr
for file in bin/lab share/socklab/notes/lab-language.md share/socklab/labs/linger/02-rst.lab share/socklab/labs/linger/programs.txt libexec/socklab/labs/linger/client; do
	if [ -f "$prefix/$file" ]; then ok "$file"; else fault "no $file"; fi
done
for script in labs/*/*.lab; do
	[ -f "$prefix/share/socklab/$script" ] || fault "no share/socklab/$script"
done
find "$work/dest" -type f ! -path "$prefix/bin/*" ! -path "$prefix/share/socklab/*" ! -path "$prefix/libexec/socklab/*" >"$work/else"
[ ! -s "$work/else" ] || fault "installed elsewhere: $(head -n 3 "$work/else")"
find "$work/dest" -type f -perm -022 >"$work/else"
[ ! -s "$work/else" ] || fault "may be written by others: $(head -n 3 "$work/else")"

why=$(no_user)
[ -z "$why" ] || skip "$why"
mkdir "$work/home/empty"
give_to_user "$work/home"
cd "$work/home/empty"
try "the installed lab runs" 0 '2 hold' "$as_user" "$prefix/bin/lab" run --brief linger/01 linger/02
if [ -s "$work/home/.local/state/socklab/runs/linger/02-rst/result.json" ]; then ok "the record is below the home folder"; else fault "no record below the home folder"; fi
[ -z "$(ls -A)" ] || fault "something is left in the folder it was run from: $(ls -A)"
try "and shows" 0 'R\. 6:6\(0\)' "$as_user" "$prefix/bin/lab" show linger/02
try "and judges" 0 '2 hold' "$as_user" "$prefix/bin/lab" judge
try "and lists claims" 0,1 'linger-zero-sends-rst' "$as_user" "$prefix/bin/lab" claims --topic linger
try "and has a shell" 0 'connected' "$as_user" "$prefix/bin/lab" shell linger -- sh -c 'server & until client --linger 0 2>/dev/null; do :; done; echo connected'
conclude
