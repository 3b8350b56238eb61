# SPDX-License-Identifier: GPL-3.0-or-later
"""One Blender process with inner.py in it: start, orders, answers, and its end."""

import json
import os
import select
import socket
import subprocess
import time
from typing import BinaryIO, Callable, List, NamedTuple

from worker import limits as limiting
from worker.limits import Limits, Usage
from worker.sandbox import Places, environment

START_SECONDS = 120
#: How often the limits are looked at, in seconds.
TICK = 0.2
MAX_LINE = 64 * 1024
PIECE = 1 << 18


class Refused(Exception):
    """The work is not rendered: the reason is for the buyer. The process is as good as before."""


class Failed(Exception):
    """The process did not do it, and is not to be used again."""


class Ended(Failed):
    """The process ended by itself."""


class Excess(Failed):
    """It used more than the limits; the process is killed."""


class Cancelled(Failed):
    """Nobody waits for the result any more; the process is killed."""


class Setup(NamedTuple):
    """How Blenders are started. threads: 0 for as many as there are processors. device: CPU, GPU or a type of GPU."""

    sandbox: object
    places: Places
    limits: Limits
    threads: int
    device: str
    version: tuple
    verbose: bool = False


class Blender:
    """A running Blender. Must be started by a thread that lives on: the sandbox dies with it. For one thread only."""

    def __init__(self, setup: Setup):
        self._setup = setup
        self.peak = Usage(0, 0)
        self._buffer = b""
        self._socket, inner = socket.socketpair()
        code, self.scenes = setup.sandbox.inside(setup.places)
        arguments = ["-b", "--factory-startup", "-Y", "-noaudio", "-t", str(setup.threads),
                     "--python-exit-code", "9"]
        if setup.version >= (4, 2):
            arguments.append("--offline-mode")
        arguments += ["-P", code + "/worker/inner.py", "--", str(inner.fileno())]
        command, descriptors = setup.sandbox.command(setup.places, arguments)
        output = None if setup.verbose else subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(
                command, pass_fds=descriptors + [inner.fileno()], stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, env=environment(setup.sandbox), start_new_session=True,
                preexec_fn=lambda: limiting.apply(setup.limits))
        except OSError as e:
            self._socket.close()
            raise Failed("Blender does not start: %s" % e) from e
        finally:
            inner.close()
            for descriptor in descriptors:
                os.close(descriptor)

    def prepare(self, is_unwanted: Callable[[], bool]) -> List[str]:
        """Waits until it takes orders and sets the device. Returns the devices it has. Raises Failed, Refused."""
        deadline = time.monotonic() + START_SECONDS
        try:
            devices = self._answer(deadline, is_unwanted).get("devices", [])
        except Excess:
            raise Failed("Blender does not start within %d s and its memory" % START_SECONDS) from None
        if self._setup.device != "CPU":
            self.ask(deadline, is_unwanted, do="device", device=self._setup.device)
        return devices

    def ask(self, deadline: float, is_unwanted: Callable[[], bool], **order) -> dict:
        """Sends an order and waits for its answer.

        deadline: by time.monotonic(). is_unwanted: asked a few times a second whether nobody waits any more.
        Raises Refused, Cancelled, Excess, Ended or Failed; after all but Refused the process is dead.
        """
        try:
            self._socket.sendall(json.dumps(order).encode("utf-8") + b"\n")
        except OSError:
            self.kill()
            raise Ended("Blender has ended") from None
        return self._answer(deadline, is_unwanted)

    def _answer(self, deadline: float, is_unwanted: Callable[[], bool]) -> dict:
        while b"\n" not in self._buffer:
            if len(self._buffer) > MAX_LINE:
                self._give_up(Failed("Blender talks nonsense"))
            self._buffer += self._receive(deadline, is_unwanted)
        line, self._buffer = self._buffer.split(b"\n", 1)
        try:
            answer = dict(json.loads(line))
        except ValueError:
            self._give_up(Failed("Blender talks nonsense"))
        if "refused" in answer:
            raise Refused(str(answer["refused"])[:500])
        if "failed" in answer:
            self._give_up(Failed(str(answer["failed"])[:500]))
        return answer

    def result(self, size: object, out: BinaryIO, deadline: float, is_unwanted: Callable[[], bool]) -> None:
        """Copies the result that follows an answer. Raises as ask() does."""
        if not isinstance(size, int) or not 0 < size <= self._setup.limits.output_bytes:
            self._give_up(Excess("the result is larger than %d bytes" % self._setup.limits.output_bytes))
        while size:
            piece = (self._buffer or self._receive(deadline, is_unwanted))[:size]
            self._buffer = self._buffer[len(piece):]
            out.write(piece)
            size -= len(piece)

    def _receive(self, deadline: float, is_unwanted: Callable[[], bool]) -> bytes:
        while True:
            self._look_at_limits(deadline)
            if is_unwanted():
                self._give_up(Cancelled("cancelled"))
            if select.select([self._socket], [], [], TICK)[0]:
                try:
                    data = self._socket.recv(PIECE)
                except OSError:
                    data = b""
                if not data:
                    self._give_up(Ended("Blender has ended"))
                return data

    def _look_at_limits(self, deadline: float) -> None:
        limits = self._setup.limits
        if time.monotonic() > deadline:
            self._give_up(Excess("it takes longer than %g s" % limits.seconds))
        used = limiting.usage(self._process.pid)
        self.peak = Usage(max(self.peak.memory_bytes, used.memory_bytes), max(self.peak.processes, used.processes))
        if used.memory_bytes > limits.memory_bytes:
            self._give_up(Excess("it takes more than %d MiB of memory" % (limits.memory_bytes >> 20)))
        if used.processes > limits.processes:
            self._give_up(Excess("it starts more than %d processes" % limits.processes))

    def _give_up(self, reason: Failed) -> None:
        self.kill()
        raise reason

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends it and all that it started, and waits until that is so."""
        if self._process.poll() is None:
            limiting.kill(self._process.pid)
        self._process.wait()
        self._socket.close()
