#!/usr/bin/env python3
"""A client that sends, and then waits for an answer that nobody gives."""
import socket

s = socket.create_connection(("127.0.0.2", 9877))
s.sendall(b"hello")
s.recv(100)
