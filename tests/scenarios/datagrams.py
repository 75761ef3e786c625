"""For datagrams.lab: a client that sends datagrams as fast as it can, and a server that reads them when it is told to."""
import socket
import sys

ADDRESS = ("127.0.0.2", 9877)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
if sys.argv[1] == "server":
    s.bind(ADDRESS)
    sys.stdin.readline()
    s.setblocking(False)
    try:
        while True:
            s.recvfrom(2000)
    except BlockingIOError:
        pass
else:
    for _ in range(int(sys.argv[2])):
        s.sendto(b"0123456789", ADDRESS)
