#!/usr/bin/env python3
"""The lab's client as a student might write it in Python: the options of labs/linger/client.c."""
import getopt
import os
import socket
import struct
import sys

options = dict(getopt.getopt(sys.argv[1:], "l:o:w:rsnkxa:")[0])
server = options.get("-a", "127.0.0.2")
message = b"x" * int(options["-w"]) if "-w" in options else b"hello"

s = socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_STREAM)
if len(message) > 5:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 100000)
s.connect((server, 9877))
if options.get("-l", "off") != "off":
    onoff = int(options.get("-o", 1))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", onoff, int(options["-l"])))
s.sendall(message)
if "-s" in options:
    s.shutdown(socket.SHUT_WR)
if "-r" in options:
    s.recv(100000)
if "-n" in options:
    s.setblocking(False)
if "-k" in options:
    sys.stdin.readline()
if "-x" in options:
    os._exit(0)
s.close()
if "-k" in options:
    sys.stdin.readline()
