#!/usr/bin/env python3
"""The lab's client as a student might write it in Python: the options of labs/linger/client.c."""
import getopt
import os
import socket
import struct
import sys

words = ["linger=", "onoff=", "write=", "half-close", "read", "nonblocking", "wait-to-close", "exit", "address="]
options = dict(getopt.getopt(sys.argv[1:], "", words)[0])
server = options.get("--address", "127.0.0.2")
message = b"x" * int(options["--write"]) if "--write" in options else b"hello"

s = socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_STREAM)
if len(message) > 5:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 100000)
s.connect((server, 9877))
if options.get("--linger", "off") != "off":
    onoff = int(options.get("--onoff", 1))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", onoff, int(options["--linger"])))
s.sendall(message)
if "--half-close" in options:
    s.shutdown(socket.SHUT_WR)
if "--read" in options:
    s.recv(100000)
if "--nonblocking" in options:
    s.setblocking(False)
if "--wait-to-close" in options:
    sys.stdin.readline()
if "--exit" in options:
    os._exit(0)
s.close()
if "--wait-to-close" in options:
    sys.stdin.readline()
