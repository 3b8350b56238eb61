# SPDX-License-Identifier: GPL-3.0-or-later
"""How a scene is cut into tiles: by what earlier tiles of it told, with what is there already left as it is."""

import functools
import math
import os
from typing import Callable, Dict, List, NamedTuple, Optional

import bpy

from . import prefs
from .core import exr, learning, tiling
from .core.jobs import Finished, Piece
from .core.journal import Journal
from .core.learning import Learned, Lessons, Memory
from .core.samples import Early
from .core.works import Tile
from .scene import Snapshot, bitwrk

# What is read of a picture to get its header.
HEAD_BYTES = 2**20
# As long as there are fewer times more tiles than suit the scene, they stay as they are.
TOO_MANY = 2
# Looking at all that wait takes time: only when tiles may be so many times larger than at the last look.
WORTH_A_LOOK = 1.5

# Where the user's file is, if this Blender renders a copy of it.
original: Optional[str] = None


def memory() -> Memory:
    return Memory(os.path.join(prefs.folder("learned"), "scenes.json"))


def name(scene) -> Optional[str]:
    """Under which the scene is remembered, also after changes; None if it was never saved."""
    path = bpy.data.filepath if original is None else original
    return f"{path}\n{scene.name}" if path else None


def _shared(whole: tiling.Cost, share: float) -> tiling.Cost:
    """For that share of the samples; a pixel's cost is a whole number."""
    seconds = whole.seconds and (lambda tile: share * whole.seconds(tile))
    return whole._replace(pixel=max(1, math.ceil(share * whole.pixel)), seconds=seconds)


class Wishes(NamedTuple):
    """Of a scene: tiles, boost and tiles at once as its user says; samples of a pixel; parts of them, if a quick one comes first."""

    tiles: int
    boost: int
    at_once: int
    samples: int
    parts: Optional[Early]


def wishes(scene, parts: Optional[Early]) -> Wishes:
    settings = bitwrk(scene)
    return Wishes(settings.tiles, settings.boost, settings.at_once, scene.cycles.samples, parts)


def learned(scene) -> Optional[Learned]:
    known = name(scene)
    return memory().recall(known) if known else None


def expected(scene, plan: Snapshot, parts: Optional[Early], boost: Optional[int] = None) -> int:
    """Pieces of a frame of which nothing is there yet, before the scene was saved or sent. boost: None for the scene's. Error: TooDear."""
    wished = wishes(scene, parts)
    return _expected(plan, wished._replace(boost=boost or wished.boost), learned(scene))


@functools.lru_cache(maxsize=8)
def _expected(plan: Snapshot, wished: Wishes, before: Optional[Learned]) -> int:
    """Panels ask at every redraw."""
    return len(Plans(plan, wished, 1_000_000, before, [0]).pieces(Nothing()))


class Nothing:
    """In place of a journal, where nothing is there."""

    @staticmethod
    def tiles(frame: int, part: str) -> List[Tile]:
        return []


class Plans:
    """Of one render. size: of the scene, bytes. before: what was known of the scene."""

    def __init__(self, plan: Snapshot, wished: Wishes, size: int, before: Optional[Learned], frames: List[int]):
        self._plan, self._size, self._frames = plan, size, frames
        self._wish, self._boost, at_once, samples, parts = wished
        self._of_use = tiling.of_use(len(frames), at_once)
        self._lessons = Lessons(plan.size, plan.pixel_cost, before)
        whole = self._cost(before)
        # By part of the samples: its share of them, its cost, and how many tiles are wished for.
        self._shares = {"": (1.0, whole, self._wish)}
        if parts:
            quick, final = parts.shares(samples)
            self._shares = {parts.quick.name: (quick, _shared(whole, quick), 0)}
            # Its file may say that it costs as much as the whole (split.py).
            self._shares[parts.final] = (final, whole, self._wish)
        self._count = 0
        self._looked = 0.0

    def _cost(self, known: Optional[Learned]) -> tiling.Cost:
        found = self._plan.cost(self._size)._replace(of_use=self._of_use)
        if known is None:
            return found
        return found._replace(
            fixed=known.fixed, seconds=lambda tile: known.seconds(tile, self._plan.size, self._plan.pixel_cost)
        )

    def pieces(self, journal: Journal) -> List[Piece]:
        """What is there comes first, as it costs nothing; then quick parts. Error: TooDear."""
        there, missing = [], []
        fresh: Dict[str, List[Tile]] = {}
        for frame in self._frames:
            for part, (_, its, wish) in self._shares.items():
                known = set(journal.tiles(frame, part))
                if known:
                    cut = tiling.resumed(self._plan.region, known, its, wish, self._boost)
                else:
                    cut = fresh.get(part) or tiling.plan(self._plan.region, its, wish, self._boost)
                    fresh[part] = cut
                self._count = max(self._count, len(cut))
                for tile in cut:
                    (there if tile in known else missing).append(Piece(frame, tile, part))
        return there + missing

    def note(self, finished: Finished):
        """Learns from a picture."""
        with open(finished.path, "rb") as file:
            told = learning.timing(exr.read_header(file.read(HEAD_BYTES)).attributes)
        if told is not None:
            rendered = tiling.grown(finished.piece.tile, self._plan.overlap, self._plan.region)
            self._lessons.note(rendered, told, self._shares[finished.piece.part][0])

    def larger(self) -> Optional[Callable[[Tile], bool]]:
        """Which tiles are worth making of smaller ones that still wait; None if they are as they should be."""
        now = self._lessons.learned()
        if self._wish or now is None:
            return None
        region, better = self._plan.region, self._cost(now)
        count = tiling.usual_count(region, better, self._boost)
        if TOO_MANY * count > self._count:
            return None
        most = tiling.area(region) / count
        if most < WORTH_A_LOOK * self._looked:
            return None
        self._looked = most
        return lambda tile: tiling.area(tile) <= most and better.fits(tile, region)

    def keep(self, scene):
        """Remembers what was learned; the scene will be cut by it the next time."""
        known, found = name(scene), self._lessons.learned()
        if known and found is not None:
            try:
                memory().keep(known, found)
            except OSError as e:
                print(f"BitWrk: what was learned of the scene is not kept: {e}", flush=True)
