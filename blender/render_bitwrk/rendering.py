# SPDX-License-Identifier: GPL-3.0-or-later
"""A render that is going on: from the scene as it is to pictures of tiles, and in words how it goes.

Everything here is called from the one thread that may touch bpy; the threads of `core` do only network.
"""

import os
import shutil
import weakref
from typing import Dict, List, NamedTuple, Optional

from . import prefs, prepare
from .core import folders, tiling
from .core.client import ClientFault
from .core.jobs import Finished, Job, Piece, Status
from .core.journal import Journal
from .core.money import BadMoney, Money
from .core.shop import Order, Shop
from .core.watch import Watch
from .scene import bitwrk, snapshot

_open = weakref.WeakSet()


class Latest:
    """What the newest render of this session said last: `text` for the panel, and whether it goes on."""

    text = ""

    @staticmethod
    def goes_on() -> bool:
        return bool(_open)


latest = Latest()


class Trouble(Exception):
    """Why nothing can be rendered, and what to do, in words for the user."""


class Step(NamedTuple):
    """How it goes. text: for the status line. trouble: why it is over without success, or None."""

    status: Status
    text: str
    trouble: Optional[str]


class Running:
    """Buys all tiles of `frames`, or the first `most` of them, from construction to `close`. Error: Trouble."""

    def __init__(self, scene, frames: List[int], say=lambda text: None, most: Optional[int] = None):
        self._client = prefs.client()
        self._limit = _limit()
        self._folder = folders.make()
        self._most = most
        self._watch = self._job = None
        self._inbox: Dict[int, List[Finished]] = {}
        # Called with the status of each look, by whoever shows the pictures.
        self.tell = lambda text: None
        _open.add(self)
        try:
            self._start(scene, frames, say)
        except BaseException:
            self.close()
            raise

    def _start(self, scene, frames, say):
        price = _price(scene)
        if scene.camera is None:
            raise Trouble("the scene has no camera: add one")
        try:
            self._client.probe()
            self.plan = snapshot(scene)
            say("BitWrk: preparing the scene")
            self.prepared = prepare.prepared(scene, self._folder, say)
            tiles = tiling.plan(self.plan.region, self.plan.cost(self.prepared.size), bitwrk(scene).tiles, bitwrk(scene).boost)
            self._watch = Watch(self._client, self.plan.article, price)
        except (ClientFault, tiling.TooDear, prepare.CannotGo) as e:
            raise Trouble(str(e)) from e
        sent = (self.prepared.blend, self.prepared.resources, self._folder)
        order = Order(self.plan.article, price, *sent, self.plan.passes, self.plan.region, self.plan.overlap)
        journal = Journal(os.path.join(prefs.folder("journal"), "results.jsonl"), self.prepared.identity)
        pieces = [Piece(frame, tile) for frame in frames for tile in tiles]
        self.tiles = len(tiles)
        self._job = Job(pieces[: self._most], Shop(self._client, order, journal), bitwrk(scene).at_once, self._may_buy)
        self._job.start()

    def _may_buy(self, running: int) -> bool:
        """Called by threads of the job. Fees come on top, as they are the exchange's business."""
        state = self._watch.state
        if self._limit is None or state.price is None or state.price.currency != self._limit.currency:
            return True
        return self._committed(running + 1) <= self._limit.amount

    def _committed(self, running: int) -> int:
        state = self._watch.state
        return (state.counted.amount if state.counted else 0) + running * (state.price.amount if state.price else 0)

    def step(self) -> Step:
        for finished in self._job.poll():
            self._inbox.setdefault(finished.piece.frame, []).append(finished)
            if finished.bought:
                self._watch.bought()
        status = self._job.status()
        state = self._watch.state
        counts = status.counts
        if self._limit is not None and state.price is not None and state.price.currency == self._limit.currency:
            if counts.running and self._committed(counts.running) > self._limit.amount:
                left = self._limit.amount - self._committed(0)
                self._job.shed(max(0, left // max(1, state.price.amount)))
            if not status.is_over and not counts.running and not self._may_buy(0):
                self._job.fail(
                    f"the spending limit of {self._limit} is reached ({state.spent or 'nothing'} is spent, a further tile may "
                    f"cost {state.price}): raise it in the add-on's preferences; what was bought is kept"
                )
        hint = state.hint
        if counts.failures and status.last_failure:
            hint = hint or f"failed {counts.failures} times, at last: {status.last_failure}"
        latest.text = _text(status, state.spent, self._limit, hint or state.remark)
        return Step(status, latest.text, status.trouble)

    def take(self, frame: int) -> List[Finished]:
        """Pictures of tiles of this frame that no call has given yet."""
        return self._inbox.pop(frame, [])

    @property
    def hint(self) -> str:
        """Why nothing moves, or empty."""
        return self._watch.state.hint

    @property
    def spent(self) -> Optional[Money]:
        return self._watch.state.spent

    def close(self):
        """Cancels what is going on, and leaves neither thread nor file behind."""
        if self._job is not None:
            self._job.close()
        if self._watch is not None:
            self._watch.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        _open.discard(self)


def close_all():
    for running in list(_open):
        running.close()


def _price(scene) -> Optional[str]:
    text = bitwrk(scene).price.strip()
    try:
        return str(Money.parse(text)) if text else None
    except BadMoney as e:
        raise Trouble(f"the price of the scene: {e}") from e


def _limit() -> Optional[Money]:
    text = prefs.prefs().spending_limit.strip()
    try:
        return Money.parse(text) if text else None
    except BadMoney as e:
        raise Trouble(f"the spending limit of the add-on's preferences: {e}") from e


def _text(status: Status, spent: Optional[Money], limit: Optional[Money], hint: str) -> str:
    counts = status.counts
    parts = [f"BitWrk: {counts.done} of {counts.total} tiles, {counts.running} being bought"]
    if counts.waiting:
        parts[0] += f", {counts.waiting} waiting"
    if counts.failures:
        parts[0] += f", {counts.failures} failures"
    if status.seconds_left is not None and not status.is_over:
        parts.append(f"{_duration(status.seconds_left)} left")
    if spent is not None:
        parts.append(f"{spent} spent")
    if limit is not None:
        rest = limit if spent is None or spent.currency != limit.currency else Money(limit.currency, limit.amount - spent.amount)
        parts.append(f"{rest} left of the spending limit")
    if hint:
        parts.append(hint)
    return " | ".join(parts)


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
