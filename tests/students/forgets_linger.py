#!/usr/bin/env python3
"""A client that forgets SO_LINGER, whatever it is asked for."""
import socket

s = socket.create_connection(("127.0.0.2", 9877))
s.sendall(b"hello")
s.close()
