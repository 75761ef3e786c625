#!/usr/bin/env python3
"""rewrite_capture.py HOW IN.pcapng OUT: a record's capture as others would have made it.

cut      ends in the middle of its last packet
short    with a snapshot length of 60
mpls     each frame behind two MPLS labels
pppoe    each frame in a PPPoE session
links    what the client sends captured on one interface, what the server sends on another, and stored so
"""
import struct
import sys


def packets(data):
    """(time in ns, frame) of each packet of a little-endian pcapng with stamps in nanoseconds."""
    at = 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 6:
            _, high, low, captured, _ = struct.unpack_from("<IIIII", data, at + 8)
            yield (high << 32 | low), data[at + 28:at + 28 + captured]
        at += length


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def section(interfaces):
    nanoseconds = struct.pack("<HHB3xHH", 9, 1, 9, 0, 0)
    header = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    return header + block(1, struct.pack("<HHI", 1, 0, 0) + nanoseconds) * interfaces


def packet(interface, ns, frame, captured=None):
    part = frame[:captured]
    return block(6, struct.pack("<IIIII", interface, ns >> 32, ns & 0xFFFFFFFF, len(part), len(frame)) + part)


def between(frame, ethertype, header):
    return frame[:12] + struct.pack(">H", ethertype) + header + frame[14:]


def pppoe(frame):
    length = struct.unpack_from(">H", frame, 16)[0]
    return between(frame, 0x8864, struct.pack(">BBHHH", 0x11, 0, 7, length + 2, 0x21))


def main():
    how, source, target = sys.argv[1:]
    with open(source, "rb") as file:
        all_of_them = list(packets(file.read()))
    if how == "links":
        out = section(2)
        for interface, sender in enumerate((b"\x7f\0\0\1", b"\x7f\0\0\2")):
            for ns, frame in all_of_them:
                if frame[26:30] == sender:
                    out += packet(interface, ns, frame)
    else:
        change = {
            "mpls": lambda frame: between(frame, 0x8847, bytes([0, 1, 0x60, 64, 0, 2, 0x61, 63])),
            "pppoe": pppoe,
        }.get(how, lambda frame: frame)
        out = section(1)
        for ns, frame in all_of_them:
            out += packet(0, ns, change(frame), 60 if how == "short" else None)
    with open(target, "wb") as file:
        file.write(out[:-20] if how == "cut" else out)


main()
