# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand on the mouse of an X server: what it does reaches programs as events of the server (extension XTEST), and files are dropped as
file managers drop them (XDND). A process of its own, since who is dropped upon asks the hand back.

    DISPLAY=:N XAUTHORITY=FILE python3 hand.py

Commands come line by line: `move X Y`, `press`, `release`, `key CODE…` (all down, then all up), `drop X Y PATH`; `place X Y` puts the
window on top there, as a window manager would. Each is answered with a line. The window under the mouse
is the one that keys go to.
"""

import os
import pathlib
import socket
import struct
import sys

KEY_PRESS, KEY_RELEASE, PRESS, RELEASE, MOTION = 2, 3, 4, 5, 6
SELECTION_REQUEST, SELECTION_NOTIFY, CLIENT_MESSAGE = 30, 31, 33
ATOM = 4
# Longer than any of them is busy on a slow machine.
PATIENCE = 300


def padded(data):
    return data + b"\0" * (-len(data) % 4)


def cookie(path, display):
    """(name, secret) of what lets us in; both empty where nothing is asked for."""
    data, at = pathlib.Path(path).read_bytes(), 0
    while at < len(data):
        at, fields = at + 2, []
        for _ in range(4):
            (length,) = struct.unpack_from(">H", data, at)
            fields.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        _, number, name, secret = fields
        if number in (b"", display.encode()):
            return name, secret
    return b"", b""


class Server:
    """A connection to the X server; only the requests that a hand needs, as the protocol's specification numbers them."""

    def __init__(self, display, authority):
        number = display.rsplit(":", 1)[1].split(".")[0]
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect("/tmp/.X11-unix/X" + number)
        name, secret = cookie(authority, number)
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(secret)) + padded(name) + padded(secret))
        code, words = struct.unpack("<B5xH", self._read(8))
        said = self._read(4 * words)
        if code != 1:
            raise OSError(f"the X server refuses: {said!r}")
        (self._id,) = struct.unpack_from("<I", said, 4)
        vendor, formats = struct.unpack_from("<H", said, 16)[0], said[21]
        (self.root,) = struct.unpack_from("<I", said, 32 + len(padded(said[32 : 32 + vendor])) + 8 * formats)
        # Blender takes what is dropped when it has time for it.
        self._socket.settimeout(PATIENCE)
        self.events, self._focused = [], None
        self._xtest = self.ask(98, 0, struct.pack("<Hxx", 5) + padded(b"XTEST"))[9]

    def _read(self, size):
        data = b""
        while len(data) < size:
            more = self._socket.recv(size - len(data))
            if not more:
                raise OSError("the X server has gone")
            data += more
        return data

    def send(self, opcode, detail, body=b""):
        self._socket.sendall(struct.pack("<BBH", opcode, detail, 1 + len(body) // 4) + body)

    def ask(self, opcode, detail, body=b""):
        """The reply; events that come before it are kept."""
        self.send(opcode, detail, body)
        while True:
            packet = self.receive()
            if packet[0] == 1:
                return packet
            self.events.append(packet)

    def receive(self):
        packet = self._read(32)
        if packet[0] == 0:
            raise OSError(f"the X server says error {packet[1]} to request {packet[10]}")
        return packet + (self._read(4 * struct.unpack_from("<I", packet, 4)[0]) if packet[0] == 1 else b"")

    def event(self):
        return self.events.pop(0) if self.events else self.receive()

    def fake(self, kind, detail, x=0, y=0):
        self.send(self._xtest, 2, struct.pack("<BB2xII8xhh8x", kind, detail, 0, self.root if kind == MOTION else 0, x, y))
        self.ask(43, 0)  # The focus; when it is told, the event before was handled.

    def atom(self, name):
        data = name.encode()
        return struct.unpack_from("<I", self.ask(16, 0, struct.pack("<Hxx", len(data)) + padded(data)), 8)[0]

    def window(self):
        self._id += 1
        self.send(1, 0, struct.pack("<IIhhHHHHII", self._id, self.root, 0, 0, 1, 1, 0, 0, 0, 0))
        return self._id

    def place_top(self, x, y):
        tree = self.ask(15, 0, struct.pack("<I", self.root))
        (top,) = struct.unpack_from("<I", tree, 28 + 4 * struct.unpack_from("<H", tree, 16)[0])
        self.send(12, 0, struct.pack("<IHxxii", top, 3, x, y))

    def focus(self, window):
        if window not in (0, self._focused):
            self.send(42, 1, struct.pack("<II", window, 0))
            self._focused = window

    def window_at(self, x, y):
        """The one on top there, below the root."""
        return struct.unpack_from("<I", self.ask(40, 0, struct.pack("<IIhh", self.root, self.root, x, y)), 8)[0]

    def set_property(self, window, name, kind, size, data):
        self.send(18, 0, struct.pack("<IIIB3xI", window, name, kind, size, len(data) * 8 // size) + padded(data))

    def own(self, selection, window):
        self.send(22, 0, struct.pack("<III", window, selection, 0))

    def send_event(self, window, event):
        self.send(25, 0, struct.pack("<II", window, 0) + event)

    def message(self, window, kind, *data):
        self.send_event(window, struct.pack("<BBHII5I", CLIENT_MESSAGE, 32, 0, window, kind, *data, *[0] * (5 - len(data))))


def drop(server, x, y, path):
    """As the XDND specification has it, version 5."""
    names = ("XdndSelection", "XdndEnter", "XdndPosition", "XdndStatus", "XdndDrop", "XdndFinished", "XdndActionCopy", "text/uri-list")
    selection, enter, position, status, dropped, finished, copy, uris = map(server.atom, names)
    mine, target = server.window(), server.window_at(x, y)
    if not target:
        return "falls beside"
    server.own(selection, mine)
    server.message(target, enter, mine, 5 << 24, uris)
    server.message(target, position, mine, 0, x << 16 | y, 0, copy)
    while True:
        event = server.event()
        kind, said = event[0] & 127, struct.unpack_from("<I", event, 8)[0]
        if kind == CLIENT_MESSAGE and said == status:
            if not event[16] & 1:
                return "is not taken"
            server.message(target, dropped, mine, 0, 0)
        elif kind == SELECTION_REQUEST:
            time, _, asker, what, form, where = struct.unpack_from("<6I", event, 4)
            server.set_property(asker, where, form, 8, (pathlib.Path(path).as_uri() + "\r\n").encode())
            server.send_event(asker, struct.pack("<BxHIIIII8x", SELECTION_NOTIFY, 0, time, asker, what, form, where))
        elif kind == CLIENT_MESSAGE and said == finished:
            return "is taken"


def main():
    server = Server(os.environ["DISPLAY"], os.environ["XAUTHORITY"])
    for line in sys.stdin:
        what, *words = line.split()
        answer = "done"
        if what == "move":
            server.fake(MOTION, 0, int(words[0]), int(words[1]))
            server.focus(server.window_at(int(words[0]), int(words[1])))
        elif what in ("press", "release"):
            server.fake(PRESS if what == "press" else RELEASE, 1)
        elif what == "key":
            for code in words:
                server.fake(KEY_PRESS, int(code))
            for code in reversed(words):
                server.fake(KEY_RELEASE, int(code))
        elif what == "place":
            server.place_top(int(words[0]), int(words[1]))
        elif what == "drop":
            answer = drop(server, int(words[0]), int(words[1]), words[2])
        else:
            raise ValueError(line)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
