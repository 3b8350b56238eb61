# SPDX-License-Identifier: GPL-3.0-or-later
"""What the worker's tests have in common: a scripted client, the worker as a process, works and their sending."""

import http.client
import http.server
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "..", "render_bitwrk")
sys.path.insert(0, os.path.abspath(SOURCE))
from core import works  # noqa: E402

WORKER = [os.path.join(SOURCE, "worker", "blender-slave.py")]


def _changed(lines):
    """The same, but that these lines come before."""
    return ["-c", "import sys; sys.path.insert(0, %r); from worker import main, slot; %s; sys.exit(main.main(sys.argv[1:]))"
            % (os.path.abspath(SOURCE), lines)]


#: Never reports by itself while it is idle.
SILENT_WORKER = _changed("slot.REPORT_SECONDS = 10**6")
#: Gives the trial its usual time, whatever --time-limit leaves to works: a slow machine may take longer to start a process.
HASTY_WORKER = _changed("usual = main.Probes; main.Probes = lambda setup, *more: usual("
                        "setup._replace(limits=setup.limits._replace(seconds=300)), *more)")
#: Says by the file MARK that it is about to register, and takes its time.
LATE_WORKER = _changed("import os, time; usual = main.Client.register; main.Client.register = lambda *it: ("
                       "open(os.environ['MARK'], 'w').close(), time.sleep(1), usual(*it))")
#: fake_blender.py as a program that this very Python runs.
_FOLDER = tempfile.TemporaryDirectory(prefix="bitwrk-fake-")
FAKE = os.path.join(_FOLDER.name, "blender")
with open(os.path.join(HERE, "fake_blender.py"), encoding="utf-8") as _source, open(FAKE, "w", encoding="utf-8") as _out:
    _out.write("#!%s\n" % os.path.realpath(sys.executable) + _source.read())
os.chmod(FAKE, 0o755)
#: Longer than anything takes on a slow machine; only tests that fail wait for it.
PATIENCE = 300


def need(*programs):
    """For test classes that need programs: skips them where one is missing, unless BITWRK_REQUIRE names it."""
    missing = [name for name in programs if not _works(name)]
    required = os.environ.get("BITWRK_REQUIRE", "").split(",")
    if any(name in required for name in missing):
        raise AssertionError("BITWRK_REQUIRE names %s, which does not work here" % ", ".join(missing))
    return unittest.skipIf(missing, "not installed, or not allowed to work: " + ", ".join(missing))


def _works(name):
    """Bubblewrap may be there and yet be forbidden to make namespaces, as it is in many containers."""
    program = shutil.which({"blender": "blender", "bubblewrap": "bwrap"}[name])
    if program is None or name == "blender":
        return program is not None
    trial = [program, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    return subprocess.run(trial, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode == 0


def until(condition, what):
    """Waits until condition() is true and returns what it gave."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("not within %d s: %s" % (PATIENCE, what))


def work(scene, tile=(0, 0, 7, 3), frame=1, resources=()):
    """The bytes of a piece of work. scene: bytes, or what fake_blender.py shall do; resources: (alias, name if it is another, content)."""
    data = scene if isinstance(scene, bytes) else b"BLENDER\n" + json.dumps(scene).encode()
    named = [works.Resource(alias, (*name, alias)[0], blob(content)) for alias, *name, content in resources]
    return b"".join(works.encode(works.Tile(*tile), frame, named, blob(data)))


def blob(data):
    return works.Blob(len(data), lambda: io.BytesIO(data))


class Client:
    """A client as the worker sees it; calls: (path, form) of every POST."""

    def __init__(self, port=0, answers=None):
        self.calls = []
        told = {"/id": "BitWrk Go Client", "/version": "1.0.0"}
        told.update(answers or {})
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                text = told.get(self.path, "127.0.0.1:%d" % self.client_address[1])
                self.answer(text)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                calls.append((self.path, dict(urllib.parse.parse_qsl(body))))
                self.answer("")

            def answer(self, text):
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def registrations(self):
        return [form for path, form in list(self.calls) if path == "/registerworker"]

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Worker:
    """A worker process; its output is collected in lines. sandbox: None for what is usual."""

    def __init__(self, port, *options, blender=FAKE, sandbox="none", environment=None, program=tuple(WORKER)):
        command = [sys.executable, *program, "--blender", blender, "--bitwrk-port", str(port)]
        command += ["--sandbox", sandbox] if sandbox else []
        self.process = subprocess.Popen(command + list(options), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, env=dict(os.environ, **(environment or {})))
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.decode("utf-8", "replace").rstrip("\n"))

    @property
    def text(self):
        return "\n".join(self.lines)

    def end(self, number=signal.SIGTERM):
        """Ends it; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait()

    def wait(self):
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        return code


class Case(unittest.TestCase):
    """A test with a client and workers, which are gone after it."""

    def client(self, **options):
        client = Client(**options)
        self.addCleanup(client.close)
        return client

    def worker(self, client, *options, **more):
        worker = Worker(client.port, *options, **more)
        self.addCleanup(worker.end)
        return worker

    def registered(self, client, worker, count=1):
        """Waits for that many registrations; returns the last."""
        def found():
            if worker.process.poll() is not None:
                raise AssertionError("the worker has ended: " + worker.text)
            return len(client.registrations()) >= count
        until(found, "%d registrations; the worker said: %s" % (count, worker.text))
        return client.registrations()[count - 1]


def push(form, body, chunk=None):
    """Sends work as the client does. chunk: how to write a chunk's length, None: one Content-Length. Returns status and
    body."""
    connection = connect(form)
    if chunk is None:
        connection.sendall(b"POST /work HTTP/1.1\r\nHost: w\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    else:
        connection.sendall(b"POST /work HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n")
        for at in range(0, len(body), 1000):
            part = body[at:at + 1000]
            connection.sendall(chunk(len(part)).encode() + b"\r\n" + part + b"\r\n")
        connection.sendall(b"0\r\n\r\n")
    with connection:
        return answer(connection)


def connect(form):
    url = urllib.parse.urlparse(form["pushurl"])
    return socket.create_connection((url.hostname, url.port), PATIENCE)


def answer(connection):
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.read()
