# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scene's tiles tell about the next ones: how long each takes whatever its size, and where the picture is dear.

Every result says both in its header, as Cycles writes it there. Sellers may say what they like: it only decides how the picture is cut.
"""

import functools
import json
import os
import statistics
import time
from typing import Dict, List, NamedTuple, Optional, Tuple

from .works import Tile

# The cost map has so many cells across and up.
CELLS = 16
# Longer than any part of any class takes.
MOST_SECONDS = 24 * 3600.0
# Scenes that are remembered, the latest ones.
KEPT = 50


class Timing(NamedTuple):
    """Seconds of a tile by the seller's clock. fixed: before the first sample, and around it; drawing: of sampling."""

    fixed: float
    drawing: float


def timing(attributes: Dict[str, object]) -> Optional[Timing]:
    """Of a result's header; None if it does not say."""
    drawing, before = _sum(attributes, ".render_time"), _sum(attributes, ".synchronization_time")
    if drawing is None or before is None:
        return None
    whole = _seconds(attributes.get("RenderTime")) or 0.0
    return Timing(max(before, whole - drawing), drawing)


def _sum(attributes: Dict[str, object], ending: str) -> Optional[float]:
    """Of all view layers."""
    found = [_seconds(text) for name, text in attributes.items() if name.startswith("cycles.") and name.endswith(ending)]
    return sum(found) if found and None not in found else None


def _seconds(text: object) -> Optional[float]:
    """`[HH:]MM:SS.ss` as seconds."""
    try:
        total = 0.0
        for part in str(text).split(":"):
            total = 60 * total + float(part)
    except ValueError:
        return None
    return total if 0 <= total <= MOST_SECONDS else None


class Learned(NamedTuple):
    """fixed: seconds that a tile takes by itself. rates: seconds a cost unit of the map's cells, the lowest row first; None where unknown."""

    fixed: float
    rates: Tuple[Optional[float], ...]

    def seconds(self, tile: Tile, size: Tuple[int, int], pixel: int) -> float:
        """How long the tile of a picture of that size is drawn, if a pixel costs so many units."""
        known = [rate for rate in self.rates if rate is not None]
        usual = sum(known) / len(known) if known else 0.0
        rates = ((self.rates[cell], pixels) for cell, pixels in _cells(tile, size))
        return pixel * sum(pixels * (usual if rate is None else rate) for rate, pixels in rates)


def _cells(tile: Tile, size: Tuple[int, int]) -> List[Tuple[int, float]]:
    """(number, pixels of the tile in it) of the cells that the tile touches."""
    columns, rows = _along(tile.xmin, tile.xmax + 1, size[0]), _along(tile.ymin, tile.ymax + 1, size[1])
    return [(CELLS * row + column, high * wide) for row, high in rows for column, wide in columns]


def _along(first: int, end: int, size: int) -> List[Tuple[int, float]]:
    found = []
    for cell in range(first * CELLS // size, min(CELLS - 1, (end - 1) * CELLS // size) + 1):
        low, high = max(first, cell * size / CELLS), min(end, (cell + 1) * size / CELLS)
        if high > low:
            found.append((cell, high - low))
    return found


class Lessons:
    """Gathers what the tiles of one render tell. size: of the whole picture, pixels; pixel: what one costs, units."""

    def __init__(self, size: Tuple[int, int], pixel: int, before: Optional[Learned] = None):
        self._size, self._pixel, self._before = size, pixel, before
        self._fixed: List[float] = []
        self._seconds = [0.0] * CELLS**2
        self._units = [0.0] * CELLS**2

    def note(self, rendered: Tile, told: Timing, share: float = 1.0):
        """rendered: the tile with all pixels that the seller rendered for it. share: of the samples that it rendered."""
        self._fixed.append(told.fixed)
        pixels = rendered.width * rendered.height
        for cell, part in _cells(rendered, self._size):
            self._seconds[cell] += told.drawing * part / pixels
            self._units[cell] += share * self._pixel * part

    def learned(self) -> Optional[Learned]:
        """With what was known before where this render has told nothing; None if nobody ever did."""
        if not self._fixed:
            return self._before
        before = self._before.rates if self._before else (None,) * CELLS**2
        rates = (s / u if u else old for s, u, old in zip(self._seconds, self._units, before))
        return Learned(statistics.median(self._fixed), tuple(rates))


class Memory:
    """A file of what was learned, by scene. What is lost, as when two processes write at once, costs a render no more than time."""

    def __init__(self, path: str, clock=time.time):
        self._path, self._clock = path, clock

    def recall(self, scene: str) -> Optional[Learned]:
        try:
            entry = self._read()[scene]
            learned = Learned(float(entry["fixed"]), tuple(None if rate is None else float(rate) for rate in entry["rates"]))
        except (KeyError, TypeError, ValueError):
            return None
        return learned if len(learned.rates) == CELLS**2 and learned.fixed >= 0 else None

    def keep(self, scene: str, learned: Learned):
        """Error: OSError."""
        entries = self._read()
        entries.pop(scene, None)
        entries[scene] = {"time": int(self._clock()), **learned._asdict()}
        latest = dict(list(entries.items())[-KEPT:])
        os.makedirs(os.path.dirname(self._path), exist_ok=True)
        with open(self._path + ".new", "w", encoding="utf-8") as file:
            json.dump(latest, file, separators=(",", ":"))
        os.replace(self._path + ".new", self._path)

    def _read(self) -> dict:
        try:
            seen = os.stat(self._path)
            return dict(_parsed(self._path, seen.st_mtime_ns, seen.st_size, seen.st_ino))
        except (OSError, ValueError):
            return {}


@functools.lru_cache(maxsize=1)
def _parsed(path: str, *version: int) -> dict:
    """Panels ask at every redraw. version: whatever differs once the file was written. Error: OSError, ValueError."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    return found if isinstance(found, dict) else {}
