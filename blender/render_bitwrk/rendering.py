# SPDX-License-Identifier: GPL-3.0-or-later
"""A render that is going on: from the scene as it is to pictures of tiles, and in words how it goes.

Everything here is called from the one thread that may touch bpy; the threads of `core` do only network.
"""

import os
import shutil
import threading
import weakref
from typing import Dict, Iterable, List, NamedTuple, Optional

from . import denoising, early, plans, prefs, prepare
from .core import denoise, exr, folders, progress, tiling, words
from .core.client import ClientFault
from .core.jobs import Finished, Job, Status
from .core.journal import Journal
from .core.money import BadMoney, Money
from .core.shop import Order, Shop
from .core.watch import Watch
from .scene import bitwrk, layers, snapshot

_open = weakref.WeakSet()
# Renders begin and end in a thread of Blender's, while the panel is drawn in another.
_changes = threading.Lock()


class Latest:
    """What the newest render of this session said last: `text`, and how it ended (of core/progress.py), empty before."""

    text = ending = ""

    def tell(self, text: str, ending: str = ""):
        self.text, self.ending = text, ending

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
    """Buys all tiles of `frames`, or the first `most` of them, from construction to `close`. Error: Trouble.

    is_watched: somebody looks at the picture as it comes, so a quick one may come first; not at the frames of an animation.
    denoised: names of the view layers that are to be denoised here. warnings: in words. folder: for files of this render. parts: of
    the samples, if a quick one comes first. names: of the view layers, or None for what F12 renders now. is_enough: the user wants the picture as it is.
    scene: its name.
    """

    def __init__(
        self,
        scene,
        frames: List[int],
        say=lambda text: None,
        most: Optional[int] = None,
        is_watched: bool = False,
        names: Optional[List[str]] = None,
    ):
        self.scene = scene.name
        self._client = prefs.client()
        self.folder = folders.make()
        self._most = most
        self._watch = self._job = None
        self._inbox: Dict[int, List[Finished]] = {}
        # Called with the status of each look, by whoever shows the pictures.
        self.tell = lambda text: None
        self.parts, self.is_enough = None, False
        with _changes:
            _open.add(self)
        latest.tell(progress.PREPARING)
        try:
            self._start(scene, frames, say, is_watched, layers(scene, names))
        except BaseException as e:
            self.close()
            latest.tell(*progress.failed(str(e)))
            raise

    def _start(self, scene, frames, say, is_watched, wanted):
        names = [layer.name for layer in wanted]
        self._limit = _limit()
        price = _price(scene)
        obstacle = _obstacle(scene)
        if obstacle:
            raise Trouble(obstacle)
        try:
            self._client.probe()
            self.plan = snapshot(scene, names)
            say(progress.PREPARING)
            self.prepared = prepare.prepared(scene, names, self.folder, say)
            journal = Journal(os.path.join(prefs.folder("journal"), "results.jsonl"), self.prepared.identity)
            self._settle_denoising(scene, wanted)
            self._check_names()
            self.parts = early.chosen(scene, self.channels, wanted) if is_watched else None
            blends = early.blends(self.prepared, self.parts, self.folder)
            wished = plans.wishes(scene, self.parts)
            self._plans = plans.Plans(self.plan, wished, self.prepared.size, plans.learned(scene), frames)
            pieces = self._plans.pieces(journal)
            self._watch = Watch(self._client, self.plan.article, price)
            self._check_currency()
        except (ClientFault, tiling.TooDear, prepare.CannotGo, OSError) as e:
            raise Trouble(str(e)) from e
        sent = (blends, self.prepared.resources, self.folder)
        order = Order(self.plan.article, price, *sent, self.channels, self.plan.region, self.plan.overlap)
        self._job = Job(pieces[: self._most], Shop(self._client, order, journal), bitwrk(scene).at_once, self._may_buy)
        self._job.start()

    def _settle_denoising(self, scene, wanted):
        self.denoised = denoising.wanted(scene, wanted)
        self.warnings = list(self.prepared.warnings)
        obstacle = denoising.obstacle(scene) if self.denoised else None
        if obstacle:
            self.denoised = []
            self.warnings.append(obstacle)
        guides = (f"{layer}.{name}" for layer in self.denoised for name in denoise.GUIDES)
        self.channels = tuple(dict.fromkeys((*self.plan.channels, *guides)))

    def _check_names(self):
        long = [name for name in self.channels if len(name.encode("utf-8")) > exr.LONGEST_NAME]
        if long:
            raise Trouble(
                f"the names of {len(long)} channels, like {long[0]}, are too long for a picture's file, which holds {exr.LONGEST_NAME} "
                "bytes of each: give the view layer, or its AOVs and light groups, shorter names"
            )

    def _check_currency(self):
        trouble = self._currency_trouble()
        if trouble:
            raise Trouble(trouble)

    def _currency_trouble(self) -> Optional[str]:
        """Why the limit is none, or None."""
        other = self._watch.state.beyond(self._limit) if self._limit is not None else None
        if other is None:
            return None
        return (
            f"the spending limit of {self._limit} does not hold for a price of {other}: in the add-on's preferences, set a limit in "
            f"{other.currency}, or none; or change the scene's price, or the permission"
        )

    def _may_buy(self, running: int) -> bool:
        """Called by threads of the job. Fees come on top, as they are the exchange's business."""
        state = self._watch.state
        if self._limit is None or state.price is None:
            return True
        return state.beyond(self._limit) is None and self._committed(running + 1) <= self._limit.amount

    def _committed(self, running: int) -> int:
        state = self._watch.state
        return (state.counted.amount if state.counted else 0) + running * (state.price.amount if state.price else 0)

    def step(self) -> Step:
        for finished in self._job.poll():
            self._inbox.setdefault(finished.piece.frame, []).append(finished)
            if finished.bought:
                self._watch.bought()
            self._plans.note(finished)
            larger = self._plans.larger() if finished.bought else None
            if larger is not None:
                self._job.join(larger)
        state = self._watch.state
        self._job.waits(state.waits)
        status = self._job.status()
        counts = status.counts
        other = self._currency_trouble()
        if other:
            self._job.fail(other)
        elif self._limit is not None and state.price is not None:
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
            hint = hint or f"failed {words.count(counts.failures, 'time')}, at last: {status.last_failure}"
        latest.tell(progress.going(status, state.spent, self._limit, hint or state.remark, self.warnings))
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

    def fail(self, reason: str):
        """Its pictures cannot be shown."""
        self._job.fail(reason)

    def learn(self, scene):
        """For the next render of this scene; to be called once the pictures are there."""
        self._plans.keep(scene)

    def close(self):
        """Cancels what is going on, leaves neither thread nor file behind, and tells how it ended. Harmless after the first time."""
        if self not in _open:
            return
        if self._job is not None:
            self._job.close()
        if self._watch is not None:
            self._watch.close()
        if self._job is not None:
            latest.tell(*progress.over(self._job.status(), self.spent, self.is_enough))
        shutil.rmtree(self.folder, ignore_errors=True)
        with _changes:
            _open.discard(self)


def missing(scene, frames: Iterable[int]) -> List[int]:
    """Without those that are there already, where the scene says that they are not overwritten."""
    if scene.render.use_overwrite or scene.render.is_movie_format:
        return list(frames)
    return [frame for frame in frames if not os.path.exists(scene.render.frame_path(frame=frame))]


def _going_on():
    with _changes:
        return list(_open)


def can_stop() -> bool:
    """Whether a picture is on its way that can be had as it is."""
    return any(running.parts and not running.is_enough for running in _going_on())


def stop():
    """The pictures on their way are good enough. Any thread may call this."""
    for running in _going_on():
        running.is_enough = True


def close_all():
    for running in _going_on():
        running.close()


def _obstacle(scene) -> Optional[str]:
    """Why sellers cannot render the scene, and what to do, or None."""
    if scene.camera is None:
        return "the scene has no camera: add one"
    if scene.render.use_multiview:
        return "the scene is rendered for two eyes, which no seller does: switch Stereoscopy off (Output Properties)"
    if scene.frame_subframe:
        now = scene.frame_current + scene.frame_subframe
        return f"sellers render whole frames, and this scene is at {now:.2f}: go to a whole frame"
    if scene.render.use_sequencer and _shows_strips(scene.sequence_editor):
        return (
            "the video sequencer's strips take the place of what would be rendered: switch Sequencer off (Output Properties, Post Processing), "
            "or mute the strips"
        )
    return None


def _shows_strips(editor) -> bool:
    # Called otherwise from Blender 4.4 on; channels can be muted from 3.3 on.
    strips = getattr(editor, "strips", None) or getattr(editor, "sequences", None) or ()
    channels = getattr(editor, "channels", ())
    return any(strip.type != "SOUND" and not strip.mute and not (channels and channels[strip.channel].mute) for strip in strips)


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
