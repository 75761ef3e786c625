#!/usr/bin/env python3
"""Writes the captures in tests/fixtures/: one of each link type, IPv6 with extension headers, fragments, ICMP
errors, every TCP option, connections with probes and retransmissions, and broken frames.

The captures are kept in the tree; this program says what is in them, and makes them again byte for byte.
Usage: make_fixtures.py [FOLDER]
Names matter: in files called broken-* a frame need not be decodable; everywhere else tshark and we must
agree on every field.
"""

import os
import struct
import sys

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE = (1 << i for i in range(9))
CLIENT4, SERVER4 = "192.0.2.1", "198.51.100.2"
CLIENT6, SERVER6 = "2001:db8::1", "2001:db8:0:1::2"
TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
ETHERNET, NULL, RAW, LOOP, SLL, IPV4, IPV6, SLL2 = 1, 0, 101, 108, 113, 228, 229, 276


# ---- headers ----

def address(text):
    if ":" not in text:
        return bytes(int(part) for part in text.split("."))
    head, _, tail = text.partition("::")
    groups = [int(g, 16) for g in head.split(":") if g]
    rest = [int(g, 16) for g in tail.split(":") if g]
    groups += [0] * (8 - len(groups) - len(rest)) + rest
    return struct.pack("!8H", *groups)


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def pseudo(source, destination, protocol, length):
    if ":" in source:
        return address(source) + address(destination) + struct.pack("!IxxxB", length, protocol)
    return address(source) + address(destination) + struct.pack("!xBH", protocol, length)


def ip4(source, destination, protocol, payload, options=b"", ident=1, flags=0x4000, offset=0, ttl=64, length=None):
    size = 20 + len(options)
    header = struct.pack("!BBHHHBBH4s4s", 0x40 | size // 4, 0, size + len(payload) if length is None else length,
                         ident, flags | offset // 8, ttl, protocol, 0, address(source), address(destination))
    header += options
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def ip6(source, destination, protocol, payload, extensions=(), hops=64, length=None):
    """extensions: (next-header number, function from the following number to bytes), outermost first"""
    numbers = [number for number, _ in extensions] + [protocol]
    body = b"".join(make(numbers[i + 1]) for i, (_, make) in enumerate(extensions)) + payload
    return struct.pack("!IHBB16s16s", 6 << 28, len(body) if length is None else length, numbers[0], hops,
                       address(source), address(destination)) + body


def hop_by_hop():
    return 0, lambda following: struct.pack("!BBBB4x", following, 0, 1, 4)


def destination_options(size=8):
    return 60, lambda following: struct.pack("!BBBB", following, size // 8 - 1, 1, min(size - 4, 252)) + bytes(size - 4)


def routing():
    return 43, lambda following: struct.pack("!BBBB4x16s", following, 2, 4, 0, address(SERVER6))


def fragment(offset, more, ident=7):
    return 44, lambda following: struct.pack("!BBHI", following, 0, offset | more, ident)


def authentication():
    return 51, lambda following: struct.pack("!BBHII12x", following, 4, 0, 1, 1)


def tcp(source, destination, sport, dport, seq, ack, flags, data=b"", window=512, options=b"", urgent=0):
    options += bytes(-len(options) % 4)
    size = 20 + len(options)
    segment = struct.pack("!HHIIHHHH", sport, dport, seq % 2**32, ack % 2**32, size // 4 << 12 | flags, window, 0,
                          urgent) + options + data
    total = checksum(pseudo(source, destination, TCP, len(segment)) + segment)
    return segment[:16] + struct.pack("!H", total) + segment[18:]


def udp(source, destination, sport, dport, data):
    header = struct.pack("!HHHH", sport, dport, 8 + len(data), 0)
    total = checksum(pseudo(source, destination, UDP, 8 + len(data)) + header + data) or 0xFFFF
    return header[:6] + struct.pack("!H", total) + data


def icmp4(kind, code, rest, data):
    message = struct.pack("!BBH", kind, code, 0) + rest + data
    return message[:2] + struct.pack("!H", checksum(message)) + message[4:]


def icmp6(source, destination, kind, code, rest, data):
    message = struct.pack("!BBH", kind, code, 0) + rest + data
    total = checksum(pseudo(source, destination, ICMP6, len(message)) + message)
    return message[:2] + struct.pack("!H", total) + message[4:]


def mss(value):
    return struct.pack("!BBH", 2, 4, value)


def wscale(shift):
    return struct.pack("!BBB", 3, 3, shift)


def timestamps(value, echo):
    return struct.pack("!BBII", 8, 10, value, echo)


def sack(*edges):
    return struct.pack("!BB%dI" % len(edges), 5, 2 + 4 * len(edges), *(edge % 2**32 for edge in edges))


NOP, SACK_OK = b"\1", b"\4\2"
MODERN = mss(1460) + SACK_OK + timestamps(100, 0) + NOP + wscale(7)


# ---- link layers ----

def ethertype(datagram):
    return 0x86DD if datagram[0] >> 4 == 6 else 0x0800


def ethernet(datagram, kind=None, tags=()):
    frame = bytes(range(2, 8)) + bytes(range(18, 24))
    for tag in tags:
        frame += struct.pack("!HH", tag, 42)
    return frame + struct.pack("!H", ethertype(datagram) if kind is None else kind) + datagram


def sll(datagram):
    return struct.pack("!HHH8sH", 0, 1, 6, bytes(range(2, 8)), ethertype(datagram)) + datagram


def sll2(datagram):
    return struct.pack("!HHIHBB8s", ethertype(datagram), 0, 1, 1, 0, 6, bytes(range(2, 8))) + datagram


def family(order, inet6):
    return lambda datagram: struct.pack(order + "I", inet6 if datagram[0] >> 4 == 6 else 2) + datagram


def bare(datagram):
    return datagram


# ---- files ----

def write_pcap(path, link, frames, snapshot=262144, nano=True):
    """frames: bytes, or (bytes, length on the wire)"""
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D if nano else 0xA1B2C3D4, 2, 4, 0, 0, snapshot, link))
        for number, frame in enumerate(frames):
            data, length = frame if isinstance(frame, tuple) else (frame, len(frame))
            data = data[:snapshot]
            out.write(struct.pack("<IIII", 1700000000, number * 1000, len(data), length) + data)


def write_pcapng(path, link, frames):
    def block(kind, body):
        body += bytes(-len(body) % 4)
        size = struct.pack("<I", 12 + len(body))
        return struct.pack("<I", kind) + size + body + size

    with open(path, "wb") as out:
        out.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        out.write(block(1, struct.pack("<HHI", link, 0, 0) + struct.pack("<HHBxxxHH", 9, 1, 9, 0, 0)))
        for number, frame in enumerate(frames):
            time = 1700000000 * 10**9 + number * 1000
            out.write(block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame)) + frame))


# ---- conversations ----

class Talk:
    """A TCP connection; each method gives a datagram. Numbers are relative."""

    def __init__(self, v6=False, sport=40000, dport=80, isn=1000000, peer_isn=2000000):
        self.ends = (CLIENT6, SERVER6) if v6 else (CLIENT4, SERVER4)
        self.ports = (sport, dport)
        self.isn = (isn, peer_isn)
        self.wrap = ip6 if v6 else ip4

    def segment(self, side, flags, seq, ack=None, data=b"", blocks=(), **more):
        source, destination = self.ends[side], self.ends[1 - side]
        if ack is not None:
            flags |= ACK
        if blocks:
            more["options"] = more.get("options", b"") + NOP + NOP + sack(*(self.isn[1 - side] + b for b in blocks))
        return self.wrap(source, destination, TCP,
                         tcp(source, destination, self.ports[side], self.ports[1 - side], self.isn[side] + seq,
                             0 if ack is None else self.isn[1 - side] + ack, flags, data, **more))

    def opening(self, options=MODERN):
        return [self.segment(0, SYN, 0, window=64240, options=options),
                self.segment(1, SYN, 0, 1, window=65160, options=options),
                self.segment(0, 0, 1, 1)]

    def closing(self, sent=1, received=1):
        return [self.segment(0, FIN, sent, received), self.segment(1, FIN, received, sent + 1),
                self.segment(0, 0, sent + 1, received + 1)]

    def whole(self):
        return self.opening() + [self.segment(0, PSH, 1, 1, b"hello"), self.segment(1, 0, 1, 6),
                                 self.segment(1, PSH, 1, 6, b"good bye"), self.segment(0, 0, 6, 9),
                                 *self.closing(6, 9)]


def datagrams():
    """What every link type carries once."""
    quoted = ip4(CLIENT4, SERVER4, UDP, udp(CLIENT4, SERVER4, 5000, 9, b"?"))
    quoted6 = ip6(CLIENT6, SERVER6, UDP, udp(CLIENT6, SERVER6, 5000, 9, b"?"))
    return [*Talk().whole(), quoted,
            ip4(SERVER4, CLIENT4, ICMP, icmp4(3, 3, bytes(4), quoted[:28])),
            *Talk(v6=True).whole(), quoted6,
            ip6(SERVER6, CLIENT6, ICMP6, icmp6(SERVER6, CLIENT6, 1, 4, bytes(4), quoted6))]


def link_layers(folder):
    for name, link, wrap, wanted in (
            ("link-ethernet", ETHERNET, ethernet, (4, 6)), ("link-sll", SLL, sll, (4, 6)),
            ("link-sll2", SLL2, sll2, (4, 6)), ("link-raw", RAW, bare, (4, 6)), ("link-ipv4", IPV4, bare, (4,)),
            ("link-ipv6", IPV6, bare, (6,)), ("link-null-freebsd", NULL, family("<", 28), (4, 6)),
            ("link-null-macos-big-endian", NULL, family(">", 30), (4, 6)), ("link-loop-openbsd", LOOP, family(">", 24), (4, 6))):
        frames = [wrap(d) for d in datagrams() if d[0] >> 4 in wanted]
        write_pcap(os.path.join(folder, name + ".pcap"), link, frames)
    write_pcap(os.path.join(folder, "link-microseconds.pcap"), ETHERNET, [ethernet(d) for d in datagrams()], nano=False)
    write_pcapng(os.path.join(folder, "link-ethernet.pcapng"), ETHERNET, [ethernet(d) for d in datagrams()])


def ethernet_kinds(folder):
    talk = Talk(sport=40001)
    short = ethernet(talk.segment(0, 0, 1, 1))
    ptp = ip4(CLIENT4, SERVER4, UDP, udp(CLIENT4, SERVER4, 5000, 9, b"abc"))
    frames = [ethernet(d) for d in talk.opening()]
    frames += [short + bytes(60 - len(short)), short + b"\xff" * 10,  # padding, and padding that is not zero
               ethernet(talk.segment(0, PSH, 1, 1, b"tagged"), tags=(0x8100,)),
               ethernet(talk.segment(1, 0, 1, 7), tags=(0x88A8, 0x8100)),
               ethernet(struct.pack("!HHBBH6s4s6s4s", 1, 0x0800, 6, 4, 1, bytes(6), address(CLIENT4), bytes(6),
                                    address(SERVER4)) + bytes(18), kind=0x0806),
               ethernet(b"\xaa" * 50, kind=50), ethernet(ptp + bytes(20)), ethernet(bytes(46), kind=0x88CC)]
    write_pcap(os.path.join(folder, "ethernet.pcap"), ETHERNET, frames)


def ip_headers(folder):
    talk, talk6 = Talk(sport=40002), Talk(v6=True, sport=40002)
    segment = tcp(CLIENT4, SERVER4, 40002, 80, 1000001, 2000001, PSH | ACK, b"with options")
    segment6 = tcp(CLIENT6, SERVER6, 40002, 80, 1000001, 2000001, PSH | ACK, b"with extensions")
    record_route = b"\x07\x0b\x04" + bytes(8) + b"\0"
    frames = [*talk.opening(),
              ip4(CLIENT4, SERVER4, TCP, segment, options=record_route, ttl=3),
              ip4(CLIENT4, SERVER4, TCP, segment, options=b"\1" * 40),
              ip4(CLIENT4, SERVER4, 51, struct.pack("!BBHII12x", TCP, 4, 0, 1, 1) + segment),
              ip4(CLIENT4, SERVER4, 50, bytes(40)), ip4(CLIENT4, SERVER4, 132, bytes(12)),
              ip4(CLIENT4, SERVER4, 2, b"\x16\0\x09\xfb" + address("224.0.0.251"))]
    big = udp(CLIENT4, SERVER4, 5000, 9, bytes(range(256)) * 10)
    for offset in range(0, len(big), 1480):
        piece = big[offset:offset + 1480]
        more = 0x2000 if offset + 1480 < len(big) else 0
        frames.append(ip4(CLIENT4, SERVER4, UDP, piece, flags=more, offset=offset, ident=9))
    frames += [ip4(CLIENT4, SERVER4, TCP, segment[:24], flags=0x2000, ident=10),
               ip4(CLIENT4, SERVER4, TCP, segment[24:], flags=0, offset=24, ident=10)]

    frames += talk6.opening()
    for extensions in ((hop_by_hop(),), (destination_options(),), (routing(),), (authentication(),),
                       (hop_by_hop(), destination_options(16), routing(), authentication(), destination_options(24)),
                       (fragment(0, 0),), (destination_options(248),)):
        frames.append(ip6(CLIENT6, SERVER6, TCP, segment6, extensions))
    big = udp(CLIENT6, SERVER6, 5000, 9, bytes(range(256)) * 10)
    for offset in range(0, len(big), 1448):
        piece = big[offset:offset + 1448]
        frames.append(ip6(CLIENT6, SERVER6, UDP, piece, (hop_by_hop(), fragment(offset, offset + 1448 < len(big)))))
    frames += [ip6(CLIENT6, SERVER6, 59, b""), ip6(CLIENT6, SERVER6, 50, bytes(40))]
    write_pcap(os.path.join(folder, "ip.pcap"), RAW, frames)


def icmp(folder):
    talk, talk6 = Talk(sport=40003), Talk(v6=True, sport=40003)
    syn, syn6 = talk.segment(0, SYN, 0, options=MODERN), talk6.segment(0, SYN, 0, options=MODERN)
    datagram = ip4(CLIENT4, SERVER4, UDP, udp(CLIENT4, SERVER4, 5000, 9, b"a longer datagram, cut in the quotation"))
    datagram6 = ip6(CLIENT6, SERVER6, UDP, udp(CLIENT6, SERVER6, 5000, 9, b"?"), (destination_options(),))
    router, router6 = "203.0.113.1", "2001:db8::ff"
    frames = [syn, datagram, syn6, datagram6]
    for kind, code in ([(3, code) for code in range(16)] + [(4, 0), (5, 1), (11, 0), (11, 1), (12, 0)]):
        frames.append(ip4(router, CLIENT4, ICMP, icmp4(kind, code, bytes(4), (datagram if code % 2 else syn)[:28])))
    frames.append(ip4(router, CLIENT4, ICMP, icmp4(3, 1, bytes(4), syn)))
    frames += [ip4(CLIENT4, SERVER4, ICMP, icmp4(8, 0, b"\0\1\0\1", bytes(56))),
               ip4(SERVER4, CLIENT4, ICMP, icmp4(0, 0, b"\0\1\0\1", bytes(56)))]
    for kind, code, rest in ([(1, code, bytes(4)) for code in range(7)] +
                             [(2, 0, struct.pack("!I", 1280)), (3, 0, bytes(4)), (3, 1, bytes(4)), (4, 0, bytes(4))]):
        quoted = datagram6 if code % 2 else syn6
        frames.append(ip6(router6, CLIENT6, ICMP6, icmp6(router6, CLIENT6, kind, code, rest, quoted)))
    frames += [ip6(CLIENT6, SERVER6, ICMP6, icmp6(CLIENT6, SERVER6, 128, 0, b"\0\1\0\1", bytes(56))),
               ip6(SERVER6, CLIENT6, ICMP6, icmp6(SERVER6, CLIENT6, 129, 0, b"\0\1\0\1", bytes(56))),
               ip6(CLIENT6, SERVER6, ICMP6, icmp6(CLIENT6, SERVER6, 135, 0, bytes(4), address(SERVER6)), hops=255)]
    write_pcapng(os.path.join(folder, "icmp.pcapng"), RAW, frames)


ODD_OPTIONS = [
    mss(536), wscale(14), wscale(15), SACK_OK, timestamps(2**32 - 1, 2**31), b"\6\6abcd", b"\7\6abcd", b"\x09\2",
    b"\x0a\3\x80", b"\x0b\6\0\0\0\1", b"\x0c\6\0\0\0\1", b"\x0d\6\0\0\0\1", b"\x0e\3\1", b"\x0f\4\1\2", b"\x12\3\7",
    b"\x13\x12" + bytes(16), b"\x14\4\0\0", b"\x15\6\0\0\0\0", b"\x16\2", b"\x17\2", b"\x1b\x08\1\2\0\0\0\0",
    b"\x1c\4\x80\x05", b"\x1d\x10\1\2" + bytes(12), b"\x1e\x0c\0\x81" + bytes(8), b"\x22\2", b"\x22\x0a" + bytes(8),
    b"\x45\3\1", b"\xac\2", b"\xac\x05\0\0\1", b"\xac\x08" + bytes(6), b"\xae\x0b" + bytes(9),
    b"\xfd\4\xf9\x89", b"\xfe\6\xf9\x89ab", b"\xc8\5abc", NOP * 3 + b"\0", NOP * 40, b"\0" * 40,
    mss(1460) + b"\0" + wscale(7), MODERN + sack(1, 2),
]


def options(folder):
    talk = Talk(sport=40004)
    frames = [ethernet(d) for d in talk.opening()]
    for number, option in enumerate(ODD_OPTIONS):
        frames.append(ethernet(Talk(sport=41000 + number).segment(0, SYN, 0, options=option)))
    for count in range(1, 5):
        blocks = [b for i in range(count) for b in (3000 - 200 * i, 3100 - 200 * i)]
        frames.append(ethernet(talk.segment(1, 0, 1, 1, blocks=blocks)))
    frames.append(ethernet(talk.segment(1, 0, 1, 1, blocks=(10, 20, 30, 40, 50, 60), options=timestamps(5, 6))))
    for flags in (0, URG | ACK, ECE | CWR | ACK, AE | ACK, PSH | ACK | AE | URG | ECE | CWR):
        frames.append(ethernet(talk.segment(0, flags, 1, 1 if flags else None, b"x", urgent=1)))
    write_pcap(os.path.join(folder, "options.pcap"), ETHERNET, frames)


def flows(folder):
    frames = []
    talk = Talk(sport=40010)  # a retransmission that the receiver reports, then keep-alive probes
    frames += talk.opening() + [
        talk.segment(0, PSH, 1, 1, b"hello"), talk.segment(0, PSH, 1, 1, b"hello"),
        talk.segment(1, 0, 1, 6), talk.segment(1, 0, 1, 6, blocks=(1, 6)),
        talk.segment(0, 0, 5, 1), talk.segment(1, 0, 1, 6), talk.segment(0, 0, 5, 1, b"o"), talk.segment(1, 0, 1, 6),
        *talk.closing(6, 1)]
    talk = Talk(sport=40011)  # a window that closes, is probed, and opens
    frames += talk.opening() + [
        talk.segment(0, PSH, 1, 1, b"x" * 100), talk.segment(1, 0, 1, 101, window=0),
        talk.segment(0, 0, 100, 1), talk.segment(1, 0, 1, 101, window=0), talk.segment(0, 0, 100, 1),
        talk.segment(1, 0, 1, 101, window=0), talk.segment(1, 0, 1, 101, window=100),
        talk.segment(0, PSH, 101, 1, b"y" * 10), talk.segment(1, 0, 1, 111)]
    talk = Talk(sport=40012)  # loss in the middle
    frames += talk.opening() + [
        talk.segment(0, 0, 1, 1, b"a" * 100), talk.segment(0, 0, 201, 1, b"c" * 100),
        talk.segment(1, 0, 1, 101, blocks=(201, 301)), talk.segment(0, 0, 301, 1, b"d" * 100),
        talk.segment(1, 0, 1, 101, blocks=(201, 401)), talk.segment(0, 0, 101, 1, b"b" * 100),
        talk.segment(1, 0, 1, 401), talk.segment(0, 0, 351, 1, b"d" * 50 + b"e" * 50), talk.segment(1, 0, 1, 451)]
    talk = Talk(sport=40013)  # refused
    frames += [talk.segment(0, SYN, 0, options=MODERN), talk.segment(1, RST, -2000000, 1, window=0)]
    talk = Talk(sport=40014, isn=2**32 - 3, peer_isn=2**32 - 1)  # numbers that wrap
    frames += talk.whole()
    frames += Talk(sport=40014, isn=77, peer_isn=88).whole()  # the same four-tuple again
    talk = Talk(sport=40015)  # the SYN twice, the answer twice, and no window scale from the server
    frames += [talk.segment(0, SYN, 0, options=MODERN)] * 2 + [talk.segment(1, SYN, 0, 1, options=mss(536))] * 2
    frames += [talk.segment(0, 0, 1, 1), talk.segment(0, PSH, 1, 1, b"hello")]
    talk = Talk(sport=40016)  # both at once
    frames += [talk.segment(0, SYN, 0, options=MODERN), talk.segment(1, SYN, 0, options=MODERN),
               talk.segment(0, SYN, 0, 1, options=MODERN), talk.segment(1, SYN, 0, 1, options=MODERN),
               talk.segment(0, PSH, 1, 1, b"hi"), talk.segment(1, 0, 1, 3)]
    write_pcap(os.path.join(folder, "flows.pcap"), RAW, frames)
    talk = Talk(sport=40020)  # from the middle
    frames = [talk.segment(1, PSH, 500, 300, b"middle"), talk.segment(0, 0, 300, 506),
              talk.segment(0, PSH, 300, 506, b"more"), talk.segment(1, FIN, 506, 304),
              talk.segment(0, 0, 304, 507, blocks=(506, 507))]
    write_pcap(os.path.join(folder, "flows-midstream.pcap"), RAW, frames)


def offload(folder):
    """Longer than an IP header can say: captured in part, as with a snapshot length."""
    talk, talk6 = Talk(sport=40030), Talk(v6=True, sport=40030)
    segment = tcp(CLIENT4, SERVER4, 40030, 80, 1000001, 2000001, PSH | ACK, bytes(60))
    segment6 = tcp(CLIENT6, SERVER6, 40030, 80, 1000001, 2000001, PSH | ACK, bytes(60))
    jumbo = (0, lambda following: struct.pack("!BBBBI", following, 0, 0xC2, 4, 8 + 20 + 90000))
    frames = [ethernet(d) for d in talk.opening() + talk6.opening()]
    frames.append((ethernet(ip4(CLIENT4, SERVER4, TCP, segment, length=0)), 14 + 20 + 20 + 70000))
    frames.append((ethernet(ip6(CLIENT6, SERVER6, TCP, segment6, (jumbo,), length=0)), 14 + 40 + 8 + 20 + 90000))
    frames.append((ethernet(ip4(CLIENT4, SERVER4, TCP, segment, length=65535)), 14 + 65535))
    write_pcap(os.path.join(folder, "offload.pcap"), ETHERNET, frames)


def broken(folder):
    talk, talk6 = Talk(sport=40040), Talk(v6=True, sport=40040)
    good = ethernet(talk.segment(0, PSH, 1, 1, b"payload", options=MODERN))
    frames = [(good[:size], len(good)) for size in range(len(good))]  # captured in part
    frames += [good[:size] for size in range(len(good))]              # sent in part, whatever the headers say
    for size in (0, 19, 20, 39, 65535):
        frames.append(ethernet(ip4(CLIENT4, SERVER4, TCP, b"", length=size)))
    segment = bytearray(tcp(CLIENT4, SERVER4, 40040, 80, 1, 1, ACK, b"xyz"))
    for words in (0, 4, 6, 15):
        segment[12] = words << 4
        frames.append(ethernet(ip4(CLIENT4, SERVER4, TCP, bytes(segment))))
    for option in (b"\2", b"\2\0", b"\2\1", b"\2\3\0", b"\2\5\0\0\0", b"\3\2", b"\4\3\0", b"\5\2", b"\5\x09" + bytes(7),
                   b"\x08\x0b" + bytes(9), b"\x22\3\0", b"\xac\3\0", b"\xc8\xff", b"\xc8\0"):
        frames.append(ethernet(talk.segment(0, SYN, 0, options=NOP * (-len(option) % 4) + option)))
    for length in (0, 7, 9, 65535):
        frames.append(ethernet(ip4(CLIENT4, SERVER4, UDP, struct.pack("!HHHH", 5000, 9, length, 0))))
    for extension in ((0, 255), (43, 1), (60, 200), (51, 0), (51, 255), (44, 0)):
        body = struct.pack("!BB6x", TCP, extension[1])
        frames.append(ethernet(ip6(CLIENT6, SERVER6, extension[0], body)))
    frames.append(ethernet(ip6(CLIENT6, SERVER6, 0, bytes(8) * 200)))  # hop-by-hop options without end
    frames += [ethernet(ip4(SERVER4, CLIENT4, ICMP, icmp4(3, 3, bytes(4), talk.segment(0, SYN, 0)[:size])))
               for size in (0, 1, 19, 20, 23, 24, 27)]
    frames += [ethernet(ip4(SERVER4, CLIENT4, ICMP, bytes(size))) for size in (0, 1, 4, 7)]
    frames += [ethernet(talk6.segment(0, SYN, 0), kind=0x0800), ethernet(talk.segment(0, SYN, 0), kind=0x86DD)]
    write_pcap(os.path.join(folder, "broken-frames.pcap"), ETHERNET, frames)
    write_pcap(os.path.join(folder, "broken-snapshot.pcap"), ETHERNET, [ethernet(d) for d in datagrams()], snapshot=60)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
    os.makedirs(folder, exist_ok=True)
    for make in (link_layers, ethernet_kinds, ip_headers, icmp, options, flows, offload, broken):
        make(folder)


if __name__ == "__main__":
    main()
