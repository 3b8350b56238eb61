# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker from its start to its end: find the client, try Blender and the sandbox, sell, take leave."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from typing import List

from core import article
from core import works
from worker import options as command_line
from worker import sandbox as sandboxes
from worker.contact import Client, NoClient, Seller, WrongClient
from worker.limits import Limits
from worker.probes import Probes
from worker.process import Cancelled, Failed, Setup
from worker.renderer import Renderer
from worker.sandbox import Places
from worker.slot import Slot, Taking

VERSION_SECONDS = 60
RED, PLAIN = "\033[1;31m", "\033[0m"
#: Room in the sandbox's /tmp beside the result.
TMP_BYTES = 64 * 2**20


class Unable(Exception):
    """The worker cannot sell; the reason is for its user."""


class Unprotected(Unable):
    """There is no sandbox, and its user has not taken the risk."""


def say(line: str) -> None:
    """A line for the seller. Foreign text in it stays a text: nothing in it moves the cursor or breaks the line."""
    clean = "".join(c if c.isprintable() else "\\x%02x" % ord(c) for c in line)
    print(time.strftime("%H:%M:%S ") + clean, flush=True)


def warn(line: str) -> None:
    """In red, for what the seller must not overlook."""
    colour = sys.stderr.isatty() or "FORCE_COLOR" in os.environ
    print("%s%s%s" % (RED if colour else "WARNING: ", line, PLAIN if colour else ""), file=sys.stderr, flush=True)


def main(arguments: List[str]) -> int:
    """Runs until a signal, or until its starter has ended. Returns the exit code: 0, or 1 with a reason."""
    options = command_line.parse(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    folder = tempfile.mkdtemp(prefix="bitwrk-blender-")
    try:
        Worker(options, folder, stop).run()
        return 0
    except Unprotected as e:
        warn(str(e))
        return 1
    except (Unable, WrongClient, NoClient) as e:
        say("the worker ends: %s" % e)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def blender_version(path: str) -> tuple:
    """(major, minor), asked from the program itself. Raises Unable."""
    try:
        done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=VERSION_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise Unable("%s does not start: %s" % (path, e)) from None
    match = re.search(rb"^Blender ([0-9]+)\.([0-9]+)", done.stdout, re.MULTILINE)
    if match is None:
        raise Unable("%s --version does not say 'Blender X.Y'" % path)
    return int(match.group(1)), int(match.group(2))


class Worker:
    """folder: all that it keeps on disk. stop: set when it shall end."""

    def __init__(self, options, folder: str, stop: threading.Event):
        self._options, self._folder, self._stop = options, folder, stop
        self._client = Client(options.bitwrk_host, options.bitwrk_port)
        self._slots: List[Slot] = []

    def run(self) -> None:
        """Raises Unable, WrongClient."""
        setup = self._setup()
        if not self._probe(setup) or not self._wait_for_client():
            return
        try:
            self._sell(setup)
            while not self._is_over():
                self._stop.wait(1)
                if any(not slot.is_alive() for slot in self._slots) and not self._is_over():
                    raise Unable("a part of the worker has failed")
        finally:
            self._take_leave()

    def _is_over(self) -> bool:
        parent = self._options.end_with_parent
        return self._stop.is_set() or parent is not None and os.getppid() != parent

    def _setup(self) -> Setup:
        options = self._options
        path = shutil.which(options.blender)
        if path is None:
            raise Unable("there is no program %s" % options.blender)
        scenes = os.path.join(self._folder, "scenes")
        os.mkdir(scenes)
        code = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        places = Places(os.path.realpath(path), code, scenes)
        version = blender_version(places.blender)
        sandbox = sandboxes.choose(options.sandbox, places, options.output_limit + TMP_BYTES, options.device != "CPU")
        if not sandbox.isolates:
            if options.sandbox == "require":
                raise Unprotected("NOTHING IS SOLD, for there is no sandbox: %s; %s, or sell nevertheless, at your own risk, "
                                  "with --sandbox auto" % (sandbox.reason, sandbox.remedy))
            warn("NOT SANDBOXED: foreign scenes are opened by a Blender with your rights. " + sandbox.reason)
        say("Blender %d.%d, %s" % (version + ("in bubblewrap" if sandbox.isolates else "without a sandbox",)))
        limits = Limits(options.time_limit, options.memory, options.output_limit)
        return Setup(sandbox, places, limits, options.threads, options.device, version, options.verbose)

    def _probe(self, setup: Setup) -> bool:
        """Shows what came of the hostile scenes; False if the end came first. Raises Unable if one did harm."""
        try:
            verdicts = Probes(setup, self._folder, say, self._is_over).run()
        except Cancelled:
            return False
        except Failed as e:
            raise Unable(str(e)) from None
        for verdict in verdicts:
            line = "trial: %-28s %-6s %s" % (verdict.title, "ok" if verdict.is_safe else "HARM", verdict.outcome)
            (say if verdict.is_safe else warn)(line)
        bad = [verdict.title for verdict in verdicts if not verdict.is_safe]
        if bad:
            raise Unable("nothing is sold, since the trial went wrong with: " + ", ".join(bad))
        return True

    def _wait_for_client(self) -> bool:
        """False if the end came first. Raises WrongClient."""
        waiting = False
        while not self._is_over():
            try:
                say("client %s, version %s" % (self._client, self._client.version()))
                return True
            except NoClient as e:
                if not waiting:
                    say("%s; waiting for it" % e)
                waiting = True
                self._stop.wait(1)
        return False

    def _sell(self, setup: Setup) -> None:
        options = self._options
        host = options.own_address or self._client.own_address()
        name = article.article_id(*setup.version, options.max_cost, options.trusted)
        taking = works.Limits(blend_bytes=options.work_limit, resource_bytes=options.work_limit,
                              total_bytes=options.work_limit)
        for number in range(options.parallel):
            listener = self._listen(host, options.listen_port and options.listen_port + number)
            kind = "bubblewrap" if setup.sandbox.isolates else "none"
            seller = Seller(name, host, listener.getsockname()[1], kind)
            folder = tempfile.mkdtemp(dir=setup.places.scenes)
            own = setup._replace(places=setup.places._replace(scenes=folder))
            renderer = Renderer(own, article.CLASSES[options.max_cost])
            bounds = Taking(folder, taking, options.memory, setup.limits.seconds)
            slot = Slot(listener, self._client, seller, renderer, bounds, say)
            self._slots.append(slot)
            slot.start()
            say("selling %s as %s, %s, sandbox: %s" % (name, seller.id, options.device, kind))

    def _listen(self, host: str, port: int) -> socket.socket:
        address = host if self._options.listen_iface is None else self._options.listen_iface
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            return socket.create_server((address, port), family=family, backlog=8)
        except OSError as e:
            raise Unable("cannot listen on %s:%d (%s); --listen-iface or --own-address names another address"
                         % (address, port, e)) from None

    def _take_leave(self) -> None:
        for slot in self._slots:
            slot.stop()
        for slot in self._slots:
            try:
                self._client.unregister(slot.seller)
            except (NoClient, WrongClient) as e:
                say("not unregistered: %s" % e)
        for slot in self._slots:
            slot.join()
        say("the worker has ended")
