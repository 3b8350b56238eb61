# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames as users write them: `3, 5-10`."""

import re
from typing import Iterable, List, Tuple

# More frames than anybody means; a slip of the pen must not fill the memory.
MOST = 1_000_000


class BadFrames(ValueError):
    """Says what would be right."""


def parse(text: str) -> List[int]:
    """In order, none twice. Error: BadFrames."""
    found = set()
    # Blanks around a dash belong to the range.
    tidy = re.sub(r"(?<=[0-9])\s*-\s*(?=-?[0-9])", "-", text)
    for part in filter(None, re.split(r"[,;\s]+", tidy)):
        found.update(_range(part))
        if len(found) > MOST:
            raise BadFrames(f"'{text[:40]}' are more than {MOST:,} frames")
    if not found:
        raise BadFrames("no frames: write something like '3, 5-10'")
    return sorted(found)


def _range(part: str) -> Iterable[int]:
    match = re.match(r"(-?[0-9]{1,9})(?:-(-?[0-9]{1,9}))?\Z", part)
    if not match:
        raise BadFrames(f"'{part[:40]}' is no frame and no range: write something like '3, 5-10'")
    first = int(match.group(1))
    last = int(match.group(2)) if match.group(2) else first
    if last < first:
        raise BadFrames(f"'{part}' runs backwards")
    if last - first > MOST:
        raise BadFrames(f"'{part}' are more than {MOST:,} frames")
    return range(first, last + 1)


def runs(frames: List[int]) -> List[Tuple[int, int, int]]:
    """Sorted frames as (first, last, step): in one if their steps are equal, so that a movie of them is one file; else without gaps."""
    steps = {after - frame for frame, after in zip(frames, frames[1:])}
    if len(steps) == 1:
        return [(frames[0], frames[-1], steps.pop())]
    found: List[List[int]] = []
    for frame in frames:
        if found and frame == found[-1][1] + 1:
            found[-1][1] = frame
        else:
            found.append([frame, frame])
    return [(first, last, 1) for first, last in found]
