# SPDX-License-Identifier: GPL-3.0-or-later
"""Everybody who takes part, each a process with keys of its own: an exchange, selling clients with a worker each, a buying client."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from tests.in_blender.blenders import article

ROOT = pathlib.Path(__file__).parents[3]
CLIENT = os.environ.get("BITWRK_CLIENT_JAR", str(ROOT / "client-app/target/bitwrk-client.jar"))
EXCHANGE = os.environ.get("BITWRK_EXCHANGE_JAR", str(ROOT / "exchange-ear/target/bitwrk-exchange.jar"))
WORKER = os.environ.get("BITWRK_WORKER", str(ROOT / "blender/render_bitwrk/worker/blender-slave.py"))
ARTICLE = article()
# The machine that checks is slow, and the exchange takes long to start.
PATIENCE = 180


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        return [s.getsockname()[1] for s in sockets]
    finally:
        for s in sockets:
            s.close()


def get(port, path, kind="*/*"):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": kind})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def children(pid):
    """Processes below this one, by pid."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], stdout=subprocess.PIPE, text=True, check=True).stdout
    parents = {int(a): int(b) for a, b in (line.split() for line in listed.splitlines())}
    found, grew = {pid}, True
    while grew:
        more = {child for child, parent in parents.items() if parent in found} - found
        found, grew = found | more, bool(more)
    return found - {pid}


def until(condition, what, seconds=PATIENCE):
    """Polls; the condition's value. An OSError counts as no."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            last = condition()
            if last:
                return last
        except OSError as e:
            last = e
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what} (at last: {last})")


class Market:
    """Ends everything it started, and what those started, in `close`."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="bitwrk-market-")
        self.ports = dict(zip(("exchange", "buyer", "seller-1", "seller-2", "out-1", "out-2"), free_ports(6)))
        self.processes = {}

    def start(self, name, *command):
        with open(os.path.join(self.folder, name + ".log"), "ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    def log(self, name):
        with open(os.path.join(self.folder, name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def start_exchange(self):
        port = str(self.ports["exchange"])
        self.start("exchange", "java", "-Xmx768m", "-jar", EXCHANGE, "--host", "127.0.0.1", "--port", port)

    def await_exchange(self):
        until(lambda: "exchange is ready" in self.log("exchange"), "the exchange is ready")
        until(lambda: len(self.get("exchange", "/nonce")) == 32, "the exchange answers")

    def start_client(self, name, outside="-1"):
        exchange = f"http://127.0.0.1:{self.ports['exchange']}/"
        options = ["-datadir", os.path.join(self.folder, name), "-bitwrkurl", exchange, "-intport", str(self.ports[name])]
        self.start(name, "java", "-Xmx256m", "-jar", CLIENT, *options, "-extport", str(outside), "-extaddr", "127.0.0.1")

    def await_client(self, name):
        until(lambda: self.get(name, "/id") == "BitWrk Go Client", f"client {name} answers")

    def start_worker(self, name, client):
        options = ["--blender", shutil.which("blender"), "--bitwrk-port", str(self.ports[client]), "--max-cost", "2G", "--threads", "1"]
        self.start(name, sys.executable, WORKER, *options)

    def await_worker(self, client, count=1):
        until(lambda: len(self.json(client, "/workers")) == count, f"{count} workers at {client}")

    def permit(self, client, kind, price, trades=200):
        form = {"action": "permit", "type": kind, "articleid": ARTICLE, "price": price, "usetradesleft": "on", "tradesleft": trades}
        form.update(usevaliduntil="on", validminutes=60)
        body = urllib.parse.urlencode(form).encode()
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            opener.open(f"http://127.0.0.1:{self.ports[client]}/", body, timeout=30)
        except urllib.error.HTTPError as e:
            if e.code != 303:
                raise

    def get(self, name, path, kind="*/*"):
        return get(self.ports[name], path, kind)

    def json(self, name, path):
        return json.loads(self.get(name, path, "application/json"))

    def account(self, client):
        """As the exchange has it; the client would show what it saw up to 30 s ago."""
        participant = self.json(client, "/myaccount")["Account"]["Participant"]
        return self.json("exchange", "/account/" + participant)

    def sales(self):
        """Payments of the ledger: [(seller, buyer)]."""
        ledger = self.json("exchange", "/query/ledger?limit=1000")
        return [(e["AvailableAccount"], e["BlockedAccount"]) for e in ledger if e["Type"] == "TRANSACTION_FINISH"]

    def end(self, name, number=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(number)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self):
        for name in list(self.processes)[::-1]:
            self.end(name)
        shutil.rmtree(self.folder, ignore_errors=True)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None
