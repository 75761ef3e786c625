#!/bin/sh
# The tables of verdicts in the notes are what the scripts say (`make notes`), and a note that is behind is told.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/lib.sh
. tests/support/lib.sh

try "the notes" 0 '' tests/notes.sh --check
copy_tree "$work/tree"
mkdir "$work/tree/tests"
cp tests/notes.sh "$work/tree/tests/"
cd "$work/tree"
sed -i 's/^claim *linger-time-unit-seconds .*/claim linger-time-unit-seconds fails "when l_linger runs out: nothing"/' \
	labs/linger/09-linger-expires.lab
try "a note that is behind" 1 'notes/linger.md is behind .*linger-time-unit-seconds. \| refuted \| when l_linger' tests/notes.sh --check
try "a note, written anew" 0 '^notes/linger.md $' tests/notes.sh
try "the notes, afterwards" 0 '' tests/notes.sh --check
grep -q 'linger-time-unit-seconds. | refuted' notes/linger.md || fault "a note, written anew: the verdict is not in the note"
grep -q '^## What to try' notes/linger.md || fault "a note, written anew: the rest of the note is gone"
sed -i '/^<!-- end of claims -->/d' notes/linger.md
try "a marker without its end" 2 'notes/linger.md: .*without' tests/notes.sh
cd "$root"

# ---- the guide's examples are in the labs ----

blanks() { sed 's/[[:space:]][[:space:]]*#.*//; s/[[:space:]][[:space:]]*/ /g; s/ $//'; }
cat labs/*/*.lab | blanks >"$work/lines"
awk '/^```/ { inside = !inside; next } inside' notes/claims.md | grep -E '^(claim|control|variant) ' | blanks >"$work/examples"
[ "$(wc -l <"$work/examples")" -ge 15 ] || fault "the guide's examples: only $(wc -l <"$work/examples")"
if missing=$(grep -vxF -f "$work/lines" "$work/examples"); then
	fault "the guide's examples: not in the labs: $missing"
else
	ok "the guide's examples are in the labs"
fi
conclude
