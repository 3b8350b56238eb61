# SPDX-License-Identifier: GPL-3.0-or-later
"""Buys all pieces (tiles × frames) of a job: which is next, what failed, what is done.

`Schedule` decides and is pure; `Job` runs threads that do nothing but network. Whoever shows the picture calls `Job.poll` from a
thread of its own, so that no thread here touches Blender.
"""

import collections
import threading
import time
from typing import Callable, Dict, Iterable, List, NamedTuple, Optional, Tuple

from .client import Cancelled, ClientFault, Line
from .exr import BadPicture
from .tiling import joined
from .works import BadWork, Tile

# A piece that failed rests 1, 2, 4, … s, at most this long.
LONGEST_REST = 60
ATTEMPTS = 6
# More of the same buys would fail as well: bad input, no money, not allowed, no such article.
HOPELESS = {400, 402, 403, 404, 405}


class Hopeless(Exception):
    """More of the same buys would fail as well, with the reason."""


class Piece(NamedTuple):
    """One tile of one frame: what is bought at once. part: of the samples (core/samples.py), empty for all."""

    frame: int
    tile: Tile
    part: str = ""


class Finished(NamedTuple):
    """A piece whose picture lies in the file `path`; `bought` is false if it was there from an earlier run."""

    piece: Piece
    path: str
    bought: bool


class Counts(NamedTuple):
    """How many pieces are in which state; failures: attempts that failed so far."""

    waiting: int
    running: int
    done: int
    failures: int

    @property
    def total(self) -> int:
        return self.waiting + self.running + self.done


class Schedule:
    """Pieces by state. Times are seconds of any clock that does not go back. Not thread-safe."""

    def __init__(self, pieces: Iterable[Piece], attempts: int = ATTEMPTS):
        self._waiting = collections.deque(pieces)
        self._resting: Dict[Piece, float] = {}
        self._running: List[Piece] = []
        self._failures: Dict[Piece, int] = {}
        self._done = 0
        self._attempts = attempts
        self.trouble: Optional[str] = None
        # Why a piece failed, until another one comes.
        self.last_failure = ""

    def next(self, now: float) -> Optional[Piece]:
        """Takes the next piece; one that has rested comes first, as its frame waits for it."""
        due = [piece for piece, when in self._resting.items() if when <= now]
        if self.trouble or not (due or self._waiting):
            return None
        piece = due[0] if due else self._waiting.popleft()
        self._resting.pop(piece, None)
        self._running.append(piece)
        return piece

    def attempt(self, piece: Piece) -> int:
        """0 for the first."""
        return self._failures.get(piece, 0)

    def succeeded(self, piece: Piece):
        self._running.remove(piece)
        self._done += 1
        self.last_failure = ""

    def join(self, fits: Callable[[Tile], bool]):
        """Makes larger pieces of neighbours that nobody has been asked for yet, as long as `fits` allows the result."""
        frames: Dict[Tuple[int, str], List[Piece]] = {}
        for piece in self._waiting:
            frames.setdefault((piece.frame, piece.part), []).append(piece)
        self._waiting = collections.deque(piece for pieces in frames.values() for piece in _joined(pieces, fits))

    def returned(self, piece: Piece):
        """It was given up without being at fault, and is the next one again."""
        self._running.remove(piece)
        self._waiting.appendleft(piece)

    def failed(self, piece: Piece, now: float, reason: str, hopeless: bool):
        """It rests and is tried again, unless that is hopeless or was done too often: then there is `trouble`."""
        self._running.remove(piece)
        count = self._failures[piece] = self._failures.get(piece, 0) + 1
        self._resting[piece] = now + min(LONGEST_REST, 2 ** (count - 1))
        self.last_failure = reason
        if hopeless:
            self.trouble = reason
        elif count >= self._attempts:
            self.trouble = f"a tile of frame {piece.frame} failed {count} times, at last: {reason}"

    def counts(self) -> Counts:
        waiting = len(self._waiting) + len(self._resting)
        return Counts(waiting, len(self._running), self._done, sum(self._failures.values()))


def _joined(pieces: List[Piece], fits: Callable[[Tile], bool]) -> List[Piece]:
    """Of one frame and part."""
    left, found = list(pieces), []
    while left:
        piece = left.pop(0)
        pairs = ((other, joined(piece.tile, other.tile)) for other in left)
        other, both = next(((other, both) for other, both in pairs if both and fits(both)), (None, None))
        if both is None:
            found.append(piece)
        else:
            left.remove(other)
            left.insert(0, piece._replace(tile=both))
    return found


class Status(NamedTuple):
    """trouble: why the job has ended without its pictures, or None. seconds_left: None while nothing tells."""

    counts: Counts
    trouble: Optional[str]
    last_failure: str
    seconds_left: Optional[float]

    @property
    def is_over(self) -> bool:
        return self.trouble is not None or self.counts.done == self.counts.total


class Job:
    """Runs a schedule. shop: recalls and buys pieces. may_buy(running): whether money allows one more. Thread-safe."""

    def __init__(self, pieces, shop, at_once: int, may_buy: Callable[[int], bool] = lambda running: True, clock=time.monotonic):
        self._shop = shop
        self._schedule = Schedule(pieces)
        self._may_buy = may_buy
        self._clock = clock
        # Time in which something moved, and since when it does, or None.
        self._worked, self._since = 0.0, clock()
        self._changed = threading.Condition()
        self._lines: Dict[Piece, Line] = {}
        self._finished: List[Finished] = []
        self._bought = 0
        self._closed = False
        count = max(1, min(at_once, self._schedule.counts().total))
        self._threads = [threading.Thread(target=self._run, name=f"bitwrk-{i}", daemon=True) for i in range(count)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def poll(self) -> List[Finished]:
        """What has been finished since the last call."""
        with self._changed:
            finished, self._finished = self._finished, []
            return finished

    def status(self) -> Status:
        with self._changed:
            counts = self._schedule.counts()
            left = None
            if self._bought:
                left = self._moved() / self._bought * (counts.total - counts.done)
            return Status(counts, self._schedule.trouble, self._schedule.last_failure, left)

    def waits(self, is_so: bool):
        """Whether nothing moves now, as whoever watches the client knows: such time tells nothing of the time left."""
        with self._changed:
            self._worked, self._since = self._moved(), None if is_so else self._clock()

    def _moved(self) -> float:
        """Seconds."""
        return self._worked + (0 if self._since is None else self._clock() - self._since)

    def fail(self, reason: str):
        """Ends the job from outside, e.g. because money does not allow more."""
        with self._changed:
            if self._schedule.trouble is None:
                self._schedule.trouble = reason
            self._changed.notify_all()

    def join(self, fits: Callable[[Tile], bool]):
        """Makes larger pieces of those that wait, where `fits` allows them."""
        with self._changed:
            self._schedule.join(fits)

    def shed(self, most: int):
        """Gives up running buys until `most` are left; they are tried again when money allows."""
        with self._changed:
            for piece in list(self._lines)[most:]:
                self._lines[piece].close()

    def close(self, seconds: float = 5):
        """Cancels whatever is going on by hanging up, and waits for the threads."""
        with self._changed:
            self._closed = True
            for line in self._lines.values():
                line.close()
            self._changed.notify_all()
        end = time.monotonic() + seconds
        for thread in self._threads:
            if thread.ident:
                thread.join(max(0.0, end - time.monotonic()))

    def _run(self):
        while True:
            taken = self._take()
            if taken is None:
                return
            self._handle(*taken)

    def _take(self):
        """The next piece with its line, once there is one; None at the end."""
        with self._changed:
            while not self._closed and self._schedule.trouble is None:
                counts = self._schedule.counts()
                if counts.done == counts.total:
                    break
                piece = self._schedule.next(self._clock()) if self._may_buy(counts.running) else None
                if piece is not None:
                    line = self._lines[piece] = Line()
                    return piece, line, self._schedule.attempt(piece)
                self._changed.wait(0.2)
            return None

    def _handle(self, piece: Piece, line: Line, attempt: int):
        try:
            path, bought = self._shop.get(piece, line, attempt)
        except Cancelled:
            self._note(piece, lambda: self._schedule.returned(piece))
        except (ClientFault, BadPicture, BadWork, Hopeless, OSError) as e:
            hopeless = isinstance(e, (BadWork, Hopeless)) or getattr(e, "status", None) in HOPELESS
            self._note(piece, lambda: self._schedule.failed(piece, self._clock(), str(e), hopeless))
        except Exception as e:  # The top of a thread: a fault of this program ends the job, not silently the thread.
            reason = f"a fault of the add-on: {type(e).__name__}: {e}"
            self._note(piece, lambda: self._schedule.failed(piece, self._clock(), reason, True))
        else:
            self._note(piece, lambda: self._succeed(piece, path, bought))

    def _succeed(self, piece: Piece, path: str, bought: bool):
        self._schedule.succeeded(piece)
        self._bought += bought
        self._finished.append(Finished(piece, path, bought))

    def _note(self, piece: Piece, change: Callable[[], None]):
        with self._changed:
            del self._lines[piece]
            change()
            self._changed.notify_all()
