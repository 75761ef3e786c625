#!/usr/bin/env python3
"""The sorting server of labs/shutdown as a student might write it in Python."""
import getopt
import socket
import sys

options = dict(getopt.getopt(sys.argv[1:], "", ["address=", "no-answer", "wait"])[0])
address = options.get("--address", "127.0.0.2")


def wait():
    if "--wait" in options:
        sys.stdin.readline()


listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((address, 9877))
listener.listen()
while True:
    connection, _ = listener.accept()
    text = b""
    while True:
        data = connection.recv(4096)
        if not data:
            break
        text += data
    if "--no-answer" not in options:
        for line in sorted(text.splitlines(keepends=True)):
            wait()
            connection.send(line)
    wait()
    connection.close()
