"""A web server of one page on 127.0.0.2 port 9877. Its argument is the protocol: HTTP/1.0 closes, HTTP/1.1 does not."""
import http.server
import socketserver
import sys


class Server(socketserver.TCPServer):  # http.server.HTTPServer would ask the name service who 127.0.0.2 is
    allow_reuse_address = True


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = sys.argv[1]

    def do_GET(self):
        self.send_response(200)
        if self.protocol_version == "HTTP/1.1":  # else the end of the page is the end of the connection
            self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"hi\n")


Server(("127.0.0.2", 9877), Page).serve_forever()
