#!/bin/sh
# `make notes`: the tables of verdicts in notes/*.md, between two marker lines
#
#   <!-- claims: TOPIC... -->
#   <!-- end of claims -->
#
# as the scripts claim them (`lab claims --as-written`), so that no note says what no scenario does. --check writes nothing,
# and tells which notes are behind.
set -eu
cd "$(dirname "$0")/.."
check=
[ "${1:-}" = --check ] && check=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The table of these topics, from build/lab.
table() {
	options=
	for topic; do options="$options --topic $topic"; done
	# shellcheck disable=SC2086 # several options
	build/lab claims --as-written --markdown - $options
}

status=0
for note in notes/*.md; do
	grep -q '^<!-- claims: ' "$note" || continue
	inside=
	while IFS= read -r line; do
		case $line in
		'<!-- claims: '*' -->')
			topics=${line#<!-- claims: }
			printf '%s\n\n' "$line"
			# shellcheck disable=SC2086 # several topics
			table ${topics% -->}
			inside=1
			;;
		'<!-- end of claims -->')
			printf '\n%s\n' "$line"
			inside=
			;;
		*) [ -n "$inside" ] || printf '%s\n' "$line" ;;
		esac
	done <"$note" >"$work/note"
	if [ -n "$inside" ]; then
		echo "$note: '<!-- claims: ... -->' without '<!-- end of claims -->'" >&2
		exit 2
	fi
	cmp -s "$work/note" "$note" && continue
	if [ -n "$check" ]; then
		echo "$note is behind the scripts; \`make notes\` writes its verdicts anew:"
		diff "$note" "$work/note" || status=1
	else
		cat "$work/note" >"$note"
		echo "$note"
	fi
done
exit $status
