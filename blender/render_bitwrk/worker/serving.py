# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of HTTP/1.1 as a worker needs: one request a connection, its body as a stream, one answer.

Of its own, since http.server neither takes chunked bodies nor tells when the caller hangs up. Protocol section 11.
"""

import re
import select
import socket
import time
from typing import BinaryIO, Dict, NamedTuple, Optional

MAX_HEAD, MAX_LINE, MAX_FIELDS = 16 * 1024, 4096, 100
#: Seconds without a byte, and for a whole request: work may be large, but the client gives up after 15 min.
IDLE_SECONDS, REQUEST_SECONDS = 60, 840
PIECE = 64 * 1024
#: How much of a body that nobody reads is taken off the line, so that the answer arrives.
DRAIN_BYTES, DRAIN_SECONDS = 64 << 20, 10
REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
           413: "Content Too Large", 422: "Unprocessable Content", 500: "Internal Server Error",
           503: "Service Unavailable"}


class BadRequest(Exception):
    """Answered with status and the reason."""

    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


class Gone(Exception):
    """The caller hung up."""


class Request(NamedTuple):
    """A request whose head was read. fields: by lower-case name."""

    method: str
    path: str
    fields: Dict[str, str]
    body: "Body"


class Connection:
    """A caller's connection. limit: bytes of body that are taken."""

    def __init__(self, sock: socket.socket, limit: int):
        self._socket = sock
        self._limit = limit
        self._deadline = time.monotonic() + REQUEST_SECONDS
        self._buffer = b""
        sock.settimeout(IDLE_SECONDS)

    def request(self) -> Request:
        """Reads the head. Raises BadRequest, Gone."""
        size = 0
        lines = []
        while not lines or lines[-1]:
            line = self._line(MAX_HEAD)
            size += len(line)
            if size > MAX_HEAD or len(lines) > MAX_FIELDS:
                raise BadRequest(400, "the request's head is too large")
            # Empty lines before a request are allowed (RFC 9112, 2.2).
            if line or lines:
                lines.append(line.decode("latin-1"))
        match = re.fullmatch(r"([A-Z]+) (\S+) HTTP/1\.[01]", lines[0])
        if match is None:
            raise BadRequest(400, "no HTTP request")
        fields = self._fields(lines[1:-1])
        return Request(match.group(1), match.group(2), fields, self._body(fields))

    @staticmethod
    def _fields(lines) -> Dict[str, str]:
        fields = {}
        for line in lines:
            name, colon, value = line.partition(":")
            name = name.lower()
            if not colon or not re.fullmatch(r"[!-9;-~]+", name) or name in fields and name in (
                    "content-length", "transfer-encoding"):
                raise BadRequest(400, "a wrong header field")
            fields[name] = value.strip()
        return fields

    def _body(self, fields: Dict[str, str]) -> "Body":
        encoding, length = fields.get("transfer-encoding"), fields.get("content-length")
        if encoding is not None:
            if encoding.lower() != "chunked" or length is not None:
                raise BadRequest(400, "no other transfer encoding than chunked, and no Content-Length beside it")
            body = Body(self, self._limit, None)
        elif length is None or not re.fullmatch(r"[0-9]{1,18}", length):
            raise BadRequest(400, "neither chunked nor of a known length")
        elif int(length) > self._limit:
            raise BadRequest(413, "more than %d bytes" % self._limit)
        else:
            body = Body(self, self._limit, int(length))
        if fields.get("expect", "").lower() == "100-continue":
            self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return body

    def _receive(self) -> bytes:
        if time.monotonic() > self._deadline:
            raise BadRequest(408, "the work takes longer than %d s to arrive" % REQUEST_SECONDS)
        try:
            data = self._socket.recv(PIECE)
        except socket.timeout:
            raise BadRequest(408, "nothing has come for %d s" % IDLE_SECONDS) from None
        except OSError:
            raise Gone() from None
        if not data:
            raise Gone()
        return data

    def read(self, size: int) -> bytes:
        """1 to size bytes."""
        data = self._buffer or self._receive()
        self._buffer = data[size:]
        return data[:size]

    def _line(self, limit: int) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > limit:
                raise BadRequest(400, "a line of more than %d bytes" % limit)
            self._buffer += self._receive()
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line[:-1] if line.endswith(b"\r") else line

    def line(self) -> bytes:
        """A line of a chunked body, without its end."""
        return self._line(MAX_LINE)

    def is_gone(self) -> bool:
        """Whether the caller hung up; what it sends instead of waiting counts as that, as it did to 0.7's worker."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def answer(self, status: int, text: str = "", result: Optional[BinaryIO] = None, size: int = 0) -> None:
        """Sends the result, or the text as the reason, and takes leave. A caller that is gone is no error."""
        body = text.encode("utf-8", "replace")
        kind = "application/octet-stream" if result else "text/plain; charset=utf-8"
        head = "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (
            status, REASONS[status], kind, size if result else len(body))
        try:
            self._socket.sendall(head.encode("ascii") + body)
            while result:
                piece = result.read(PIECE)
                if not piece:
                    break
                self._socket.sendall(piece)
            self._socket.shutdown(socket.SHUT_WR)
            # After work that was rendered nothing is left on the line.
            self._drain(1 if result else DRAIN_SECONDS)
        except OSError:
            return

    def _drain(self, seconds: float) -> None:
        """Closing with unread bytes would take the answer away from the caller (RFC 9112, 9.6)."""
        left, deadline = DRAIN_BYTES, time.monotonic() + seconds
        while left > 0 and time.monotonic() < deadline:
            self._socket.settimeout(max(0.1, deadline - time.monotonic()))
            data = self._socket.recv(PIECE)
            if not data:
                return
            left -= len(data)


class Body:
    """A request's body as a stream; length None: chunked."""

    def __init__(self, connection: Connection, limit: int, length: Optional[int]):
        self._connection = connection
        self._limit = limit
        self._chunked = length is None
        self._left = length or 0
        self._first = True
        self._ended = not self._chunked and not length

    def read(self, size: int) -> bytes:
        """Up to size bytes, none at the end only. Raises BadRequest, Gone."""
        if self._chunked and not self._left and not self._ended:
            self._next_chunk()
        if self._ended or not size:
            return b""
        data = self._connection.read(min(size, self._left))
        self._left -= len(data)
        self._ended = not self._chunked and not self._left
        return data

    def _next_chunk(self) -> None:
        if not self._first and self._connection.line():
            raise BadRequest(400, "a chunk is longer than it says")
        self._first = False
        digits = self._connection.line().split(b";", 1)[0].strip()
        if not re.fullmatch(rb"[0-9a-fA-F]{1,15}", digits):
            raise BadRequest(400, "a wrong chunk length")
        self._left = int(digits, 16)
        self._limit -= self._left
        if self._limit < 0:
            raise BadRequest(413, "the work is too large")
        if not self._left:
            self._ended = True
            # Trailer fields say nothing here, but have to be taken off the line: bytes that come later mean cancel.
            for _ in range(MAX_FIELDS):
                if not self._connection.line():
                    return
            raise BadRequest(400, "too many trailer fields")
