#!/bin/sh
# The decoder against tshark on every capture in tests/fixtures/, which are what make_fixtures.py makes. (Those of the
# labs: check_oracle.sh.)
# Exit status: 0 they agree, 1 they do not, 4 no tshark.
set -eu
cd "$(dirname "$0")/../.."
dump=build/san/tests/decode_dump
[ -x $dump ] || dump=build/tests/decode_dump

# The fixtures are what the program that describes them makes.
if command -v python3 >/dev/null 2>&1; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	python3 tests/support/make_fixtures.py "$work"
	for file in "$work"/*; do
		cmp "$file" "tests/fixtures/$(basename "$file")"
	done
fi

tests/support/tshark_oracle.sh $dump tests/fixtures/*.pcap tests/fixtures/*.pcapng
