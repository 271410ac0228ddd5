"""A loopback proxy that fails when a test says so: before the server hears, or after."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy:
    """Stands before a server.

    Args:
        upstream: the server's address.
        fate: called with the number of the request, its method and path; says ``pass``,
            ``before`` (500, the server never hears), ``after`` (500, the server has done it) or
            ``cut`` (no answer, the server has done it).
        done: called with the same when the server has answered, before the answer goes on.
    """

    def __init__(self, upstream, fate=lambda *_: "pass", done=lambda *_: None):
        self.fate, self.done, self.requests = fate, done, []
        self._upstream = urlsplit(upstream)
        self._lock = threading.Lock()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                proxy.answer(self)

            def __getattr__(self, name):
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        with self._lock:
            self.requests.append((handler.command, handler.path))
            number = len(self.requests)
        asked = (number, handler.command, handler.path)
        fate = self.fate(*asked)
        if fate == "before":
            self._write(handler, 500, b'{"detail": "made to fail"}')
            return
        status, said = self._forward(handler, body)
        self.done(*asked)
        if fate == "cut":
            handler.close_connection = True
        elif fate == "after":
            self._write(handler, 500, b"<html>made to fail</html>")
        else:
            self._write(handler, status, said)

    def _forward(self, handler, body):
        there = http.client.HTTPConnection(
            self._upstream.hostname, self._upstream.port, timeout=600
        )
        try:
            headers = {key: value for key, value in handler.headers.items() if key != "Host"}
            there.request(handler.command, handler.path, body, headers)
            answer = there.getresponse()
            return answer.status, answer.read()
        finally:
            there.close()

    @staticmethod
    def _write(handler, status, body):
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            handler.close_connection = True  # who asked is gone
