/*
 * header.js - the bytes of a packet and what its headers say, field by field, each with the bytes that it stands in.
 *
 * Only for looking at: what a packet means for a verdict was decided when it was captured. The bytes may be cut short and
 * may lie; nothing is read beyond what is there.
 */
const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'];
const OPTION_NAMES = { 0: 'end of list', 1: 'no-operation', 2: 'MSS', 3: 'window scale', 4: 'SACK permitted', 5: 'SACK', 8: 'timestamps',
	28: 'user timeout', 29: 'TCP-AO', 30: 'MPTCP', 34: 'fast open' };
const PROTOCOLS = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

class Bytes {
	constructor(base64) {
		const text = atob(base64);

		this.bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
		this.fields = [];
	}

	get length() {
		return this.bytes.length;
	}

	/* A number of `size` bytes; undefined where they were not captured. */
	number(at, size) {
		if (at < 0 || at + size > this.length)
			return undefined;
		let value = 0;
		for (let i = 0; i < size; i++)
			value = value * 256 + this.bytes[at + i];
		return value;
	}

	field(name, at, size, value) {
		if (at + size <= this.length && size >= 0)
			this.fields.push({ name, value: String(value), from: at, to: at + size });
	}

	heading(name, at) {
		if (at < this.length)
			this.fields.push({ heading: name });
	}
}

const hex = (n, digits) => n.toString(16).padStart(digits, '0');

function address4(b, at) {
	return [0, 1, 2, 3].map((i) => b.number(at + i, 1)).join('.');
}

/* As RFC 5952 writes it: the longest run of zeros is left out. */
function address6(b, at) {
	const groups = Array.from({ length: 8 }, (_, i) => (b.number(at + 2 * i, 2) || 0).toString(16));
	const runs = [...groups.join(':').matchAll(/(^|:)0(:0)+(?=:|$)/g)].sort((x, y) => y[0].length - x[0].length);

	if (!runs.length)
		return groups.join(':');
	const text = groups.join(':'), { index } = runs[0];
	return `${text.slice(0, index)}::${text.slice(index + runs[0][0].length).replace(/^:/, '')}`;
}

function readIpv4(b, at) {
	const length = (b.number(at, 1) & 15) * 4, fragment = b.number(at + 6, 2);

	b.heading('IPv4', at);
	b.field('header length', at, 1, `${length} bytes`);
	b.field('total length', at + 2, 2, b.number(at + 2, 2));
	b.field('identification', at + 4, 2, b.number(at + 4, 2));
	b.field('fragment', at + 6, 2, `${fragment & 0x4000 ? 'DF ' : ''}${fragment & 0x2000 ? 'MF ' : ''}offset ${(fragment & 0x1fff) * 8}`);
	b.field('time to live', at + 8, 1, b.number(at + 8, 1));
	b.field('protocol', at + 9, 1, `${b.number(at + 9, 1)} ${PROTOCOLS[b.number(at + 9, 1)] || ''}`);
	b.field('source', at + 12, 4, address4(b, at + 12));
	b.field('destination', at + 16, 4, address4(b, at + 16));
	return fragment & 0x1fff ? null : [b.number(at + 9, 1), at + Math.max(20, length)];
}

function readIpv6(b, at) {
	b.heading('IPv6', at);
	b.field('payload length', at + 4, 2, b.number(at + 4, 2));
	b.field('next header', at + 6, 1, `${b.number(at + 6, 1)} ${PROTOCOLS[b.number(at + 6, 1)] || ''}`);
	b.field('hop limit', at + 7, 1, b.number(at + 7, 1));
	b.field('source', at + 8, 16, address6(b, at + 8));
	b.field('destination', at + 24, 16, address6(b, at + 24));
	return [b.number(at + 6, 1), at + 40];
}

function optionValue(b, kind, at, length) {
	switch (kind) {
	case 2: return b.number(at + 2, 2);
	case 3: return `× ${2 ** Math.min(14, b.number(at + 2, 1))}`;
	case 5: return Array.from({ length: Math.floor((length - 2) / 8) }, (_, i) => `${b.number(at + 2 + 8 * i, 4)} to ${b.number(at + 6 + 8 * i, 4)}`).join(', ');
	case 8: return `value ${b.number(at + 2, 4)}, echo ${b.number(at + 6, 4)}`;
	default: return length > 2 ? `${length - 2} bytes` : '';
	}
}

function readTcpOptions(b, from, to) {
	for (let at = from; at < to && at < b.length;) {
		const kind = b.number(at, 1), single = kind < 2;
		const length = single ? 1 : b.number(at + 1, 1);

		if (!length || length < (single ? 1 : 2) || at + length > to)
			return;
		b.field(`option: ${OPTION_NAMES[kind] || kind}`, at, length, optionValue(b, kind, at, length));
		if (kind === 0)
			return;
		at += length;
	}
}

function readTcp(b, at) {
	const length = (b.number(at + 12, 1) >> 4) * 4, flags = b.number(at + 12, 2) & 0x1ff;

	b.heading('TCP', at);
	b.field('source port', at, 2, b.number(at, 2));
	b.field('destination port', at + 2, 2, b.number(at + 2, 2));
	b.field('sequence number', at + 4, 4, b.number(at + 4, 4));
	b.field('acknowledgment', at + 8, 4, b.number(at + 8, 4));
	b.field('header length', at + 12, 1, `${length} bytes`);
	b.field('flags', at + 12, 2, FLAG_NAMES.filter((_, i) => flags >> i & 1).join(' ') || 'none');
	b.field('window', at + 14, 2, `${b.number(at + 14, 2)} as sent`);
	b.field('checksum', at + 16, 2, `0x${hex(b.number(at + 16, 2) || 0, 4)}`);
	b.field('urgent pointer', at + 18, 2, b.number(at + 18, 2));
	readTcpOptions(b, at + 20, at + length);
	return at + Math.max(20, length);
}

function readUdp(b, at) {
	b.heading('UDP', at);
	b.field('source port', at, 2, b.number(at, 2));
	b.field('destination port', at + 2, 2, b.number(at + 2, 2));
	b.field('length', at + 4, 2, b.number(at + 4, 2));
	b.field('checksum', at + 6, 2, `0x${hex(b.number(at + 6, 2) || 0, 4)}`);
	return at + 8;
}

function readIcmp(b, at, name) {
	b.heading(name, at);
	b.field('type', at, 1, b.number(at, 1));
	b.field('code', at + 1, 1, b.number(at + 1, 1));
	b.field('checksum', at + 2, 2, `0x${hex(b.number(at + 2, 2) || 0, 4)}`);
	return at + 8;
}

function readTransport(b, protocol, at) {
	switch (protocol) {
	case 1: return readIcmp(b, at, 'ICMP');
	case 6: return readTcp(b, at);
	case 17: return readUdp(b, at);
	case 58: return readIcmp(b, at, 'ICMPv6');
	default: return at;
	}
}

/* ip: where the IP header begins; -1: there is none. */
function readHeaders(b, ip) {
	if (ip > 0)
		b.field('link header', 0, ip, `${ip} bytes`);
	if (ip < 0 || ip >= b.length)
		return b.fields;
	const next = b.number(ip, 1) >> 4 === 6 ? readIpv6(b, ip) : readIpv4(b, ip);
	if (next && next[1] < b.length) {
		const end = readTransport(b, ...next);

		if (end < b.length) {
			b.heading('Payload', end);
			b.field('bytes', end, b.length - end, printable(b.bytes.subarray(end, end + 48)));
		}
	}
	return b.fields;
}

/* What can be read of bytes; the rest as dots. */
function printable(bytes) {
	return Array.from(bytes, (byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
}
