#!/bin/sh
# Lies that the wire cannot tell of, as they are sentences about it: a verdict that the run does not give, a star elsewhere,
# a control that breaks something else, a condition that nothing plays. Each is refused, and it is said why.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
bound=300

copy_tree "$work/tree"
cd "$work/tree"
try "the scenarios as they are" 0,4 '' build/lab run --brief --quiet
grep -q skipped "$said" && [ ! -d build/runs/linger/02-rst ] && skip "no scenario can be run here"
try "the audit of them" 0 'follows from its evidence' build/lab claims --audit
cp -R labs "$work/labs"
cp -R notes "$work/notes"
cp -R build/runs "$work/runs"

rst=labs/linger/02-rst.lab
expires=labs/linger/09-linger-expires.lab
catalogue=notes/claims.tsv

restore() {
	rm -rf labs notes build/runs
	cp -R "$work/labs" labs
	cp -R "$work/notes" notes
	cp -R "$work/runs" build/runs
}
# tell NAME FILE EDIT: the lie, a sed script that changes FILE
tell() {
	lie=$1
	cp "$2" "$work/before"
	sed -i "$3" "$2"
	cmp -s "$work/before" "$2" && fault "$1: nothing has changed in $2"
	:
}
# labs/linger/02-rst.lab: linger/02-rst
scenario() { echo "$1" | sed 's,^labs/,,; s,\.lab$,,'; }
# refused PATTERN: both the scenario's run, which is not even played, and the audit say so
refused() {
	try "$lie: the run" 2 "$1" build/lab run "$(scenario "$changed")"
	says_not "$lie: it is not played" 'segments · '
	try "$lie: the audit" 1 "$1" build/lab claims --audit
	restore
}
static() {
	changed=$2
	tell "$1" "$2" "$3"
	refused "$4"
}
# audited NAME FILE EDIT PATTERN: what only all scripts together show
audited() {
	tell "$1" "$2" "$3"
	try "$lie" 1 "$4" build/lab claims --audit
	restore
}
# played NAME FILE EDIT PATTERN [AUDIT]: what only a run can show; it shows nothing, and the audit says so of its result
played() {
	tell "$1" "$2" "$3"
	try "$lie: the run" 1 "$4" build/lab run "$(scenario "$2")"
	if [ -n "${5:-}" ]; then
		try "$lie: the audit" 1 "$5" build/lab claims --audit
	fi
	restore
}

# ---- what the sentence says, and what the star shows ----

hours='claim linger-time-unit-seconds fails "it counts hours"'
static "a foreign sentence" $rst "6a $hours" "02-rst.lab:7:1.*no line is evidence for this claim"
static "a foreign sentence, starred" $rst "6a $hours
s/^\*1,3,4/*1,3,4,5/" 'linger-time-unit-seconds.*"it counts hours": expected the condition'
static "a foreign sentence, well told" $rst '6a claim linger-time-unit-seconds fails "with l_linger 0: it counts hours"
s/^\*1,3,4/*1,3,4,5/' \
	"linger-time-unit-seconds.*predicts .X: close\(\) = 0 takes 2s within 3s., and no star of it shows the contrary"
static "a sentence that another scenario shows" $rst '6a claim linger-time-unit-seconds holds
s/^\*1,3,4/*1,3,4,5/' 'linger-time-unit-seconds.*no star of it shows that'
static "the wrong way round" $rst 's/^\(claim *linger-zero-sends-rst *\)holds/\1fails "with l_linger 0: there is none"/' \
	'linger-zero-sends-rst.*no star of it shows the contrary \(its stars are line [0-9]*: client > server R. 6:6'
# A case in which it fails, told as one in which it holds: there is no such thing for the star to show.
static "what fails is said to hold" labs/crash/70-same-link.lab \
	's/^\(claim *crash-host-sender-gets-etimedout *\)fails.*/\1holds/' \
	'crash-host-sender-gets-etimedout.*predicts .X: read\(\) = -1 ETIMEDOUT., and no star of it shows that'
static "what is lost is said to be delivered" labs/shutdown/40-queued-data-aborted.lab \
	's/^\(claim *shutdown-wr-delivers-queued-data *\)fails.*/\1holds/' \
	'shutdown-wr-delivers-queued-data.*predicts .state X FIN_WAIT_1 Send-Q > 0., and no star of it shows that'
static "what never comes is said to come" labs/shutdown/40-queued-data-aborted.lab \
	's/^\(claim *shutdown-wr-fin-after-data *\)fails.*/\1holds/' \
	'shutdown-wr-fin-after-data.*predicts .X > Y F\[P\]\.., and no star of it shows that'
static "an error that is none" $expires \
	's/^\(claim *linger-expiry-returns-ewouldblock *\)fails.*/\1holds/' \
	'linger-expiry-returns-ewouldblock.*predicts .*EAGAIN.*and no star of it shows that'
static "a star on another line" $rst 's/^\*1,3,4 \(client > server  R\)/*3 \1/; s/^client: close/*1,4 client: close/' \
	'linger-zero-sends-rst.*no star of it shows that'
static "a star on the other end" $rst 's/^\*1,3,4 \(client > server  R\)/*3,4 \1/; s/^server: read/*1 server: read/' \
	'linger-zero-sends-rst.*no star of it shows that'
static "less forbidden than predicted" $rst 's/^\(\*2 never client > server  F\)\[\.\]/\1. 6:6(0)/' \
	'linger-zero-no-fin-handshake.*no star of it shows that'
static "half of what is predicted" $rst '/^\*2 never server > client/d' \
	'linger-zero-no-fin-handshake.*never Y > X F\[\.\]., and no star'
static "no star at all" $rst 's/^\*3 //; s/^\*1,3,4/*1,4/' 'no line is evidence for this claim'

# ---- conditions, questions, forms ----

static "a condition that nothing plays" labs/linger/03-too-late-for-rst.lab \
	's/fails "after shutdown(): a FIN/fails "with SO_REUSEADDR set: a FIN/' \
	'speaks of SO_REUSEADDR, and nothing that the script plays does'
static "a consequence that nobody met" labs/linger/03-too-late-for-rst.lab \
	's/and close() in TIME_WAIT sends nothing/and write() gives EPIPE/' 'speaks of (EPIPE|write\(\)), and nothing'
static "unless" labs/linger/03-too-late-for-rst.lab 's/fails "after shutdown(): a FIN/fails "unless it was sent: a FIN/' \
	'says when it holds: expected under which condition it fails'
static "an id that there is not" $rst 's/^claim *linger-zero-sends-rst /claim linger-zero-sends-a-rst /' \
	'linger-zero-sends-a-rst.*no such claim'
static "an undecidable one" $rst '6a claim names-question-socket-api-reentrant answers 1/1 "l_linger 0: yes"
s/^\*1,3,4/*1,3,4,5/' \
	'undecidable|answers'
static "an answer to no question" $rst 's/^\(claim *linger-zero-sends-rst *\)holds/\1answers 1\/2 "it does"/' \
	'linger-zero-sends-rst.*is no question'
static "a question that holds" $rst 's/^\(claim *linger-question-onoff-nonzero-on-linux *\)answers.*/\1holds/' \
	'is a question'
static "a part too many" $rst 's,answers 1/7,answers 8/8,' 'has 7 parts in the catalogue'
audited "a part too few" $expires '/^claim *linger-question-onoff/d; s/^\*1,2,3,4,6,7/*1,2,3,4,6/; s/^\*5,7/*5/' \
	'linger-question-onoff-nonzero-on-linux.*no scenario answers part 3 of 7'
static "two ways, and only one is gone" labs/shutdown/20-rdwr-in-two.lab '/^variant/d' 'the script has no variant'
played "two ways that differ" labs/shutdown/20-rdwr-in-two.lab 's/^\(variant.*\)SHUT_RD SHUT_WR/\1SHUT_RD/' \
	'the variant .start client.*does not hold'
grep -l '^claim *sigpipe-default-action-terminates' labs/sigpipe/*.lab | grep -v 12-first-process | xargs rm
try "nothing but a rare case" 1 'sigpipe-default-action-terminates.*no scenario plays what an ordinary program meets' \
	build/lab claims --audit
restore
awk -F'\t' -v OFS='\t' '$1 == "linger-zero-sends-rst" { $10 = "" } 1' "$work/notes/claims.tsv" >$catalogue
try "a sentence that predicts nothing" 1 'linger-zero-sends-rst.*no prediction of it, though its kind is wire' \
	build/lab claims --audit
restore
awk -F'\t' -v OFS='\t' '$1 == "linger-time-unit-seconds" { $9 = "linger-positive-bounded-by-linger-time" } 1' \
	"$work/notes/claims.tsv" >$catalogue
try "a pair that cannot both be true" 1 'linger-time-unit-seconds.*contradicts it' build/lab claims --audit
restore
static "the old form" $rst 's/^\(claim *linger-zero-sends-rst *\)holds/\1confirmed/' "02-rst.lab:3:.*'confirmed' is no longer a word here"

# ---- controls ----

static "no control" $rst '/^control/d' 'no control: nothing shows that it could have gone the other way'
played "a control that breaks something else" $rst 's/^control .*/control start client --linger 0 --write 9/' \
	'linger-zero-sends-rst|wrong reason' 'linger-zero-sends-rst.*no control fails first at a star of it'
played "a control for one of its sentences only" $expires '/^control start client --write 10000  *#/d; /--linger 0/d' \
	'no control fails first at a starred line of linger-expiry-discards-remaining-data' \
	'linger-expiry-discards-remaining-data.*no control fails first'
played "an answer with its star on the handshake" $expires \
	's/^\*1,2,3,4,6,7/*1,2,3,4,6/; s/^\*5,7/*5/; s/^client > server  S /*7 client > server  S /' \
	'no control fails first at a starred line of linger-question-onoff-nonzero-on-linux' \
	'linger-question-onoff-nonzero-on-linux.*no control fails first'
static "a control that changes nothing" $rst 's/^control .*/control start client --linger 0/' 'changes nothing'
conclude
