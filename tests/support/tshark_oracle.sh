#!/bin/sh
# Does our decoder agree with tshark, field by field, on every frame of these captures?
# usage: tshark_oracle.sh DECODE_DUMP FILE...
# Exit status: 0 they agree, 1 they do not (each difference is printed), 4 no tshark.
#
# A frame that we do not decode to its end is a difference, but in files named broken-*: there it is left out, and
# so is what tshark concludes from frames that we refuse (window scales, addresses in half a quotation).
set -eu

if [ $# -lt 2 ]; then
	echo "usage: tshark_oracle.sh DECODE_DUMP FILE..." >&2
	exit 2
fi
if ! command -v tshark >/dev/null 2>&1; then
	echo "no tshark: decoding was not compared with it"
	exit 4
fi
dump=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# What tshark does for people who read is switched off: putting streams and fragments together, guessing protocols.
ask_tshark() {
	set -- "$1" frame.number _ws.malformed ip.src ipv6.src ip.dst ipv6.dst ip.len ipv6.plen ip.ttl ipv6.hlim \
		ip.frag_offset ipv6.fraghdr.offset tcp.srcport udp.srcport tcp.dstport udp.dstport tcp.stream \
		tcp.flags tcp.seq tcp.seq_raw tcp.ack tcp.ack_raw tcp.window_size_value tcp.window_size tcp.hdr_len \
		tcp.len tcp.urgent_pointer tcp.options.mss_val tcp.options.wscale.shift tcp.options.sack_perm \
		tcp.options.sack_le tcp.options.sack_re tcp.options.timestamp.tsval tcp.options.timestamp.tsecr \
		udp.length icmp.type icmpv6.type icmp.code icmpv6.code frame.len ipv6.opt.jumbo ip.flags.mf \
		ipv6.fraghdr.more
	file=$1
	shift
	fields=
	for field in "$@"; do fields="$fields -e $field"; done
	# shellcheck disable=SC2086 # a list of words
	tshark -n -r "$file" -o ip.defragment:FALSE -o ipv6.defragment:FALSE -o ip.tso_support:TRUE \
		-o tcp.desegment_tcp_streams:FALSE -o tcp.try_heuristic_first:FALSE -o tcp.relative_sequence_numbers:TRUE \
		-T fields -E header=n -E occurrence=a -E aggregator=, $fields 2>"$work/errors" ||
		{ cat "$work/errors"; return 1; }
}

# From tshark's columns to ours.
cat >"$work/normalize.awk" <<'AWK'
function first(text) { sub(/,.*/, "", text); return text }
function number(text,   value, i) {
	if (text !~ /^0x/) return text
	for (i = 3; i <= length(text); i++) value = value * 16 + index("0123456789abcdef", tolower(substr(text, i, 1))) - 1
	return value + 0
}
BEGIN { FS = OFS = "\t" }
{
	v4 = $3 != "" && ($4 == "" || $36 != ""); icmp = $36 $37 != ""
	source = $3 $4; destination = $5 $6
	length_ = v4 ? first($7) : first($8)
	# Segmentation offload: the header could not say it.
	if (v4 && length_ == "0") length_ = $40 - ethernet
	if (!v4 && length_ != "") length_ = ($41 != "" ? first($41) : length_) + 40
	ttl = v4 ? first($9) : first($10)
	fragment = source == "" ? "" : v4 ? first($11) : ($12 == "" ? 0 : first($12))
	sport = first($13 $14); dport = first($15 $16)
	if (icmp) for (i = 17; i <= 35; i++) $i = ""
	# Of a first fragment tshark says what a whole segment would mean; we do not.
	if (first($42) == 1 || first($43) == 1) $17 = $19 = $21 = $24 = $26 = "*"
	$18 = number($18)
	# tshark takes any option 4 for true; old versions print the kind, new ones 1.
	perm = $30 == "" ? "" : 1
	print $1, $2, source, destination, length_, ttl, fragment, sport, dport, $17, $18, $19, $20, $21, $22, $23, $24, \
		$25, $26, $27, $28, $29, perm, $31, $32, $33, $34, first($35), first($36 $37), first($38 $39)
}
AWK

# Line by line: ours (first file) against tshark's.
cat >"$work/compare.awk" <<'AWK'
function same(name, our, their) {
	if (our == their || their == "*") return 1
	# Counted in units of eight bytes, as in the header, by some versions.
	if (name == "ip.frag_offset" && our == 8 * their) return 1
	# Of an option that a snapshot cuts in two tshark shows the half that is there, and we nothing.
	if (broken && name ~ /^tcp\.options\./ && our == "") return 1
	return broken && (name == "tcp.window_size" || index(their, our ",") == 1)
}
BEGIN { FS = "\t" }
NR == FNR { if (FNR == 1) { columns = split($0, name) } else { ours[$1] = $0 } next }
{
	frames++
	n = split(ours[$1], our)
	if (n == 0) { print file ": frame " $1 ": we do not have it"; bad = 1; next }
	whole = our[2] == "whole" || our[2] == "a later fragment" || (our[2] == "not IP" && !broken)
	if (!whole && broken) { skipped++; next }
	if (!whole) { print file ": frame " $1 ": we say: " our[2]; bad = 1; next }
	for (i = 3; i <= columns; i++) {
		if (same(name[i], our[i], $i)) { fields++; continue }
		print file ": frame " $1 ": " name[i] ": we say \"" our[i] "\", tshark \"" $i "\""
		bad = 1
	}
}
END {
	printf "%s: %d frames, %d fields%s\n", file, frames, fields, skipped ? ", " skipped " broken frames left out" : ""
	exit bad
}
AWK

status=0
for file in "$@"; do
	case $(basename "$file") in broken-*) broken=1 ;; *) broken=0 ;; esac
	cp "$file" "$work/capture" # both must see the same, even where a lab is just writing it anew
	"$dump" "$work/capture" >"$work/ours" || { echo "$file: decode_dump failed"; status=1; continue; }
	ask_tshark "$work/capture" >"$work/raw" || { echo "$file: tshark failed"; status=1; continue; }
	awk -v ethernet=14 -f "$work/normalize.awk" "$work/raw" >"$work/theirs"
	awk -v file="$file" -v broken=$broken -f "$work/compare.awk" "$work/ours" "$work/theirs" || status=1
done
exit $status
