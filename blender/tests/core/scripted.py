# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that answers as a test says."""

import http.server
import threading


class Server(http.server.ThreadingHTTPServer):
    """Serves on a free port of this machine until it is closed."""

    daemon_threads = True

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def handle_error(self, request, client_address):
        """Callers hang up in these tests."""

    @property
    def port(self):
        return self.server_address[1]

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """Says nothing of what it does."""

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Scripted(Server):
    """`answers`: "GET /path" or "POST /path" (without a query) → (status, headers, body), or a function of (handler, body) that gives it.

    `requests`: (method and path with query, headers, body), in order.
    """

    def __init__(self, answers=()):
        self.answers = {
            "GET /id": (200, {}, b"BitWrk Go Client"),
            "GET /version": (200, {}, b"0.8.0"),
            "GET /activities": (200, {}, b"[]"),
            "GET /mandates": (200, {}, b"[]"),
            "GET /workers": (200, {}, b"[]"),
            "GET /myaccount": (200, {}, b'{"Account": {"Available": "BTC 1"}}'),
            **dict(answers),
        }
        self.requests = []
        super().__init__(_Handler)


class _Handler(Handler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((f"{self.command} {self.path}", dict(self.headers), body))
        answer = self.server.answers.get(f"{self.command} {self.path.split('?')[0]}", (404, {}, b"there is none"))
        if callable(answer):
            answer = answer(self, body)
        if answer is None:
            self.close_connection = True
            return
        self.answer(*answer)

    do_POST = do_GET
