# SPDX-License-Identifier: GPL-3.0-or-later
"""One registered worker: a port, a warm Blender and a thread that serves one piece of work after the other."""

import contextlib
import select
import shutil
import socket
import tempfile
import threading
import time
from typing import Callable, NamedTuple, Optional

from core import trees, works
from core.works import BadWork, Work
from worker import expanded
from worker.contact import Client, NoClient, Seller, WrongClient
from worker.process import Cancelled, Excess, Failed, Refused
from worker.renderer import Renderer
from worker.serving import BadRequest, Connection, Gone

#: An idle worker reports now and then, so that a restarted client finds it again.
REPORT_SECONDS = 15
#: While packed files are examined: so often it is asked whether the client still waits.
LOOK_SECONDS = 0.1


class Taking(NamedTuple):
    """What is taken in. folder: of this slot, within what Blender sees; unpacked_bytes: of all packed files of a work;
    seconds: from the work's arrival to its result."""

    folder: str
    limits: works.Limits
    unpacked_bytes: int
    seconds: float


class Slot(threading.Thread):
    """Starts its Blenders itself, because they end with the thread that did. log: takes a line for the seller."""

    def __init__(self, listener: socket.socket, client: Client, seller: Seller, renderer: Renderer, taking: Taking,
                 log: Callable[[str], None]):
        super().__init__(name=seller.id)
        self._listener, self._client, self.seller = listener, client, seller
        self._renderer, self._taking, self._log = renderer, taking, log
        self._wake, self._waker = socket.socketpair()
        self._stopping = threading.Event()
        self._reporting = threading.Lock()
        self._caller: Optional[socket.socket] = None
        self._was_missing = False
        self._count = 0
        self._next_report = 0.0

    def stop(self) -> None:
        """Ends it, killing what it renders; to be followed by join(). From now on it does not register any more."""
        with self._reporting:
            self._stopping.set()
        self._waker.send(b"x")
        caller = self._caller
        if caller is not None:
            # It may be waiting for work that is still on its way. What is ready is sent nevertheless.
            with contextlib.suppress(OSError):
                caller.shutdown(socket.SHUT_RD)

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._be_ready()
                pause = max(0.0, self._next_report - time.monotonic())
                if self._listener in select.select([self._listener, self._wake], [], [], pause)[0]:
                    self._serve()
                    self._next_report = 0.0
        finally:
            self._listener.close()
            self._renderer.close()

    def _be_ready(self) -> None:
        """Only a worker whose Blender waits is reported as idle."""
        if time.monotonic() < self._next_report:
            return
        self._next_report = time.monotonic() + REPORT_SECONDS
        try:
            self._renderer.warm_up(self._stopping.is_set)
        except (Failed, Refused) as e:
            if not self._stopping.is_set():
                self._log("%s: no Blender: %s" % (self.name, e))
            return
        try:
            with self._reporting:
                if self._stopping.is_set():
                    return
                self._client.register(self.seller)
            if self._was_missing:
                self._log("%s: the client is back" % self.name)
            self._was_missing = False
        except (NoClient, WrongClient) as e:
            if not self._was_missing:
                self._log("%s: %s" % (self.name, e))
            self._was_missing = True

    def _serve(self) -> None:
        sock, _ = self._listener.accept()
        with sock:
            self._caller = sock
            if self._stopping.is_set():
                return
            connection = Connection(sock, self._taking.limits.total_bytes)
            folder = tempfile.mkdtemp(dir=self._taking.folder)
            try:
                self._answer(connection, folder)
            except Gone:
                self._log("%s: the client hung up" % self.name)
            except BadRequest as e:
                self._refuse(connection, e.status, str(e))
            except OSError as e:
                self._refuse(connection, 500, "the worker's computer: %s" % e.strerror)
            finally:
                # Where it became the present scene's folder the renderer keeps it.
                if not self._renderer.keeps(folder):
                    shutil.rmtree(folder, ignore_errors=True)

    def _answer(self, connection: Connection, folder: str) -> None:
        request = connection.request()
        if request.path.split("?")[0] != "/work":
            raise BadRequest(404, "there is /work only")
        if request.method != "POST":
            raise BadRequest(405, "work is sent by POST")
        begun = time.monotonic()

        def is_unwanted():
            return connection.is_gone() or self._stopping.is_set()

        try:
            work = works.parse(request.body, folder, self._taking.limits)
            deadline = time.monotonic() + self._taking.seconds
            self._examine(work, deadline, is_unwanted)
            trees.lay_out(work.resources, folder)
            with tempfile.TemporaryFile(dir=self._taking.folder) as result:
                self._renderer.render(work, folder, result, is_unwanted, deadline)
                self._tell(work, begun)
                size = result.tell()
                result.seek(0)
                connection.answer(200, result=result, size=size)
        except (BadWork, expanded.TooLarge) as e:
            self._refuse(connection, 400, str(e))
        except (Refused, Excess) as e:
            self._refuse(connection, 422, str(e))
        except Cancelled:
            self._log("%s: cancelled after %.1f s, the render is killed" % (self.name, time.monotonic() - begun))
        except Failed as e:
            self._refuse(connection, 500, str(e))

    def _examine(self, work: Work, deadline: float, is_unwanted: Callable[[], bool]) -> None:
        """Raises TooLarge where its files unpack to more than all of them together may; Excess, Cancelled."""
        next_look = 0.0

        def look():
            nonlocal next_look
            now = time.monotonic()
            if now > deadline:
                raise Excess("it takes longer than %g s" % self._taking.seconds)
            # Pieces may be of a few bytes: not a call of the system for each.
            if now >= next_look:
                next_look = now + LOOK_SECONDS
                if is_unwanted():
                    raise Cancelled("cancelled")

        unpacked = 0
        for path in [work.blend_path] + [path for _, _, path in work.resources]:
            look()
            with open(path, "rb") as stream:
                unpacked = expanded.check(stream, self._taking.unpacked_bytes, path == work.blend_path, unpacked, look)

    def _refuse(self, connection: Connection, status: int, reason: str) -> None:
        self._log("%s: refused with %d: %s" % (self.name, status, reason))
        connection.answer(status, reason)

    def _tell(self, work: Work, begun: float) -> None:
        self._count += 1
        for kind, names in self._renderer.new_cleanings().items():
            self._log("%s: taken out of the scene: %s: %s" % (self.name, kind, ", ".join(names)))
        self._log("%s: part %d, %d x %d pixels of frame %d of scene %s in %.2f s" % (
            self.name, self._count, work.tile.width, work.tile.height, work.frame, work.scene_hash[:8],
            time.monotonic() - begun))
