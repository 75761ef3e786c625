#!/bin/sh
# What is done to single packets: each fault and each injection in a scenario with its controls, what is told where a packet
# never came, and a bulk of frames of which none is touched that is not named.
# usage: check_faults.sh [FRAMES]   (100000; a million takes two minutes)
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh
bound=900

scenarios=$(ls tests/scenarios/fault-*.lab tests/scenarios/inject-*.lab)
command -v nc >/dev/null 2>&1 || scenarios=$(printf '%s\n' "$scenarios" | grep -vE 'datagram|stranger')
# shellcheck disable=SC2086 # a list
try "each with its controls" 0,4 '' "$LAB" run --brief --runs "$work/runs" $scenarios
[ "$status" = 0 ] || skip "no world of hosts here"
tr -s '[:space:]' ' ' <"$said" | grep -q "$(printf '%s\n' "$scenarios" | wc -l) hold" || fault "not all of them hold"

runs=$work/runs/scenarios
for fault in drop duplicate delay reorder corrupt; do
	grep -q "\"kind\": \"$fault\"" "$runs/fault-$fault/timeline.json" || fault "the record of fault-$fault does not tell of it"
done
ok "the records tell what the cable did"
try "lost, and drawn so" 0 '\(lost\) ──✕' "$LAB" show --full "$runs/fault-drop"
try "changed" 0 'bit turned over' "$LAB" show --full "$runs/fault-datagrams"
try "twice" 0 'arrives twice' "$LAB" show --full "$runs/fault-datagrams"
try "late" 0 'late|held back' "$LAB" show --full "$runs/fault-delay"
try "overtaken" 0 'overtaken' "$LAB" show --full "$runs/fault-reorder"
try "injected" 0 'injected' "$LAB" show --full "$runs/inject-reset"
try "the same again from the record" 0 '' "$LAB" judge "$runs/fault-drop"

# ---- what never came ----

sed 's/^drop 2nd client > server data.*/drop 9th client > server data ...:.../; s/ *lost$//; /retransmission/d; /^\*\{0,1\} *counter/d; /^control/d' \
	tests/scenarios/fault-drop.lab >"$work/never.lab"
try "a packet that never came" 1 'drop 9th client > server data .* no such packet came, and the cable did nothing' \
	"$LAB" run --runs "$work/never" "$work/never.lab"
sed 's/^inject server > client R 100000000.*/inject client#3 > server R 1:1(0)/; /^control/d' \
	tests/scenarios/inject-reset.lab >"$work/third.lab"
try "a connection that is none" 1 'client and server have no connection of this number of which it could be a segment' \
	"$LAB" run --runs "$work/third" "$work/third.lab"

# ---- in bulk ----

CABLE_FRAMES=${1:-100000}
CK_RUN_SUITE=cable
export CABLE_FRAMES CK_RUN_SUITE
try "$CABLE_FRAMES frames each way, and as many of a stream" 0 '100%: Checks: 6, Failures: 0, Errors: 0' "$build/tests/check"
conclude
