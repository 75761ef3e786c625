#!/bin/sh
# The targets that README.md and `make help` promise, typed as they stand there.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
unset S SCENARIO ARGS CLIENT SERVER CLIENT_ARGS SERVER_ARGS
make="${MAKE:-make} --no-print-directory"

# The programs are made in this tree, but not the records: a user's own stay as they are.
mkdir "$work/tree"
for part in Makefile README.md labs common capture tests notes; do ln -s "$root/$part" "$work/tree/$part"; done
mkdir "$work/tree/build"
for part in "$root"/build/lab "$root"/build/labs "$root"/build/obj "$root"/build/libcore.a; do
	ln -s "$part" "$work/tree/build/"
done
mkdir "$work/bin"
# shellcheck disable=SC2016 # is expanded by the program
printf '#!/bin/sh\necho "opened $*"\n' >"$work/bin/wireshark"
chmod 755 "$work/bin/wireshark"
cd "$work/tree"

# shellcheck disable=SC2086 # several words
{
	try "make help" 0 'make lab-NAME.*\(labs: .*linger.*\).*make predict-NAME.*make demo-NAME' $make help
	try "make doctor" 0,1,4 'Linux|kernel' $make doctor
	try "make lab-linger S=02" 0,2 'linger/02-rst .*holds|skipped' $make lab-linger S=02
	[ -s build/runs/linger/02-rst/wire.pcapng ] || skip "no scenario can be run here"
	for lab in labs/*/; do
		lab=$(basename "$lab")
		first=$(basename "$(echo "labs/$lab"/01-*.lab)" .lab)
		try "make lab-$lab S=01" 0 "$lab/$first .*holds" $make "lab-$lab" S=01
	done
	try "make lab-linger S=02 CLIENT=..." 0 'linger/02.*as ours' $make lab-linger S=02 CLIENT=build/labs/linger/client
	try "CLIENT= with nothing in it" 2 "--client '': empty" $make lab-linger S=02 CLIENT=
	says_not "which has not played ours" holds
	try "SERVER= with nothing in it" 2 "--server '': empty" $make lab-linger S=02 SERVER=
	try "CLIENT= in the environment" 2 "--client '': empty" env CLIENT= $make lab-linger S=02
	try "CLIENT_ARGS= without CLIENT=" 2 '--client-args: whose' $make lab-linger S=02 CLIENT_ARGS="--linger 0"
	try "CLIENT_ARGS= with nothing in it" 2 'fails|differs' $make lab-linger S=02 CLIENT=build/labs/linger/client CLIENT_ARGS=
	try "make lab-linger, two scenarios" 0 'linger/02-rst .*linger/03.* 2 hold' $make lab-linger S="02 03"
	try "make labs ARGS=linger/02" 0 '1 holds' $make labs ARGS=linger/02
	try "make predict-linger S=02" 0 'What does client send to server next' $make predict-linger S=02
	says_not "which does not show what happened" 'R\. 6:6'
	try "make demo-linger S=02" 0 'R\. 6:6' $make demo-linger S=02 ARGS="--auto 1ms"
	try "make wireshark-linger SCENARIO=02" 0 'opened -r build/runs/linger/02-rst/wire.pcapng' \
		env PATH="$work/bin:$PATH" DISPLAY=:0 $make wireshark-linger SCENARIO=02
	try "make shell-linger" 0 '' $make shell-linger
	try "make report" 0 'build/report.html' $make report
	[ -s build/report.html ] || fault "make report: no build/report.html"
	# All labs, which others run: only what it would do.
	try "make claims" 0 'lab run --brief --quiet.*lab claims --markdown build/claims.md' $make -n claims
	try "make notes" 0 'tests/notes.sh ?$' $make -n notes
	try "make check-quick" 0 'build/tests/check.*lab run --brief linger ?$' $make -n check-quick
	try "make labs" 0 'lab run --brief ?$' $make -n labs
	try "make time-machine" 0 'time-machine.sh linger ?$' $make -n time-machine LAB=linger
	try "make kernels" 0 'kernels.sh linger ?$' $make -n kernels LAB=linger
}
conclude
