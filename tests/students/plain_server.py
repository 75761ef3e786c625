#!/usr/bin/env python3
"""A server that sets no option."""
import socket

listener = socket.socket()
listener.bind(("127.0.0.2", 9877))
listener.listen()
while True:
    connection, _ = listener.accept()
    while connection.recv(100000):
        pass
    connection.close()
