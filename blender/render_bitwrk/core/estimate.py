# SPDX-License-Identifier: GPL-3.0-or-later
"""From one probe tile to what a frame will take."""

import math
import re
from typing import Dict, NamedTuple, Optional

from .money import Money


class Probe(NamedTuple):
    """One tile. seconds: from its purchase to its picture; of one that was there already, its rendering. paid: None if nothing.

    share: of the frame's pixels.
    """

    seconds: float
    paid: Optional[Money]
    share: float


def render_seconds(attributes: Dict[str, object]) -> float:
    """What Cycles says in a picture's header: `cycles.LAYER.total_time`, like `00:01.23` or `1:02:03.45`. 0 if it says nothing."""
    total = 0.0
    for name, value in attributes.items():
        if re.fullmatch(r"cycles\..*\.total_time", name) and re.fullmatch(r"([0-9]+:){0,2}[0-9]+(\.[0-9]+)?", str(value)):
            seconds = 0.0
            for part in str(value).split(":"):
                seconds = seconds * 60 + float(part)
            total += seconds
    return total


def frame_seconds(probe: Probe, tiles: int, at_once: int) -> float:
    """So many rounds of so many sellers. The frame may be cut otherwise by now: a tile takes as long as its share of pixels says."""
    return math.ceil(tiles / max(1, at_once)) * probe.seconds / (tiles * probe.share)


def frame_price(probe: Probe, tiles: int) -> Optional[Money]:
    """Without the exchange's fee."""
    return probe.paid.times(tiles) if probe.paid else None


def efficiency(pixel_cost: int, pixels: int, tiles: int, limit: int) -> float:
    """Which share of what its class allows a tile uses on the average, 0 to 1: sellers are paid by the class, not by the share."""
    return min(1.0, pixel_cost * pixels / (max(1, tiles) * limit))
