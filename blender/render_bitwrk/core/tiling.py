# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a picture into tiles that fit a cost class and are worth a trade each.

Tiles are those of protocol §12: bounds inclusive, counted from the lower left. The plan knows nothing of scenes; costs come in
as the cost of one pixel (protocol §12: layers × bounces × samples).
"""

import math
from typing import List, NamedTuple, Optional

from .works import Tile

# Measured with Blender 3.4 on the processor (blender.md §5): cost units that one CPU second renders, roughly.
UNITS_PER_SECOND = 22_000_000
# The same table: a further tile costs 0.1 s for a scene of 1 MB and 0.9 s for one of 70 MB, whatever its size.
FIXED_SECONDS = 0.1
FIXED_SECONDS_PER_BYTE = 0.8 / 70e6
# A tile should render this many times longer than it costs by itself.
WORTH = 8
# Without a wish of the user, no more tiles than this (unless the class demands it).
USUAL_TILES = 64
# No edge becomes shorter than this by wish; by the class it may.
LEAST_EDGE = 8
# Adaptive sampling goes on at a pixel as long as its neighbours are noisy, so sellers render so many pixels around a tile, too, and
# the buyer cuts them off: Cycles' own tiles have as many.
ADAPTIVE_OVERLAP = 4


class TooDear(ValueError):
    """One pixel of the scene costs more than a whole part may; the message tells the way out."""


class Cost(NamedTuple):
    """What bounds the size of a tile.

    pixel: cost of one pixel (protocol §12), at least 1. limit: of the class, cost units a tile. size: of the scene, bytes.
    overlap: pixels on each side of a tile that are rendered with it.
    """

    pixel: int
    limit: int
    size: int = 1_000_000
    overlap: int = 0


def region(width: int, height: int, border: Optional[tuple] = None) -> Tile:
    """The pixels to render. border: (min_x, max_x, min_y, max_y) in 0 to 1 as Blender has them, or None for all."""
    if border is None:
        return Tile(0, 0, width - 1, height - 1)
    x0, x1 = _span(border[0], border[1], width)
    y0, y1 = _span(border[2], border[3], height)
    return Tile(x0, y0, x1, y1)


def _span(low: float, high: float, size: int):
    """As Blender does: bounds are cut off, and one pixel is left at least."""
    first = min(max(int(low * size), 0), size - 1)
    end = min(max(int(high * size), first + 1), size)
    return first, end - 1


def area(tile: Tile) -> int:
    """Pixels."""
    return (tile.xmax - tile.xmin + 1) * (tile.ymax - tile.ymin + 1)


def grown(tile: Tile, pixels: int, part: Tile) -> Tile:
    """The tile with so many pixels more on each side, as far as `part` goes."""
    return Tile(
        max(part.xmin, tile.xmin - pixels),
        max(part.ymin, tile.ymin - pixels),
        min(part.xmax, tile.xmax + pixels),
        min(part.ymax, tile.ymax + pixels),
    )


def usual_count(part: Tile, cost: Cost) -> int:
    """How many tiles suit a picture: each worth its fixed cost, and not more than anybody needs."""
    fixed = FIXED_SECONDS + FIXED_SECONDS_PER_BYTE * cost.size
    worth = WORTH * fixed * UNITS_PER_SECOND
    return max(1, min(USUAL_TILES, int(area(part) * cost.pixel / worth)))


def plan(part: Tile, cost: Cost, wish: int = 0, boost: int = 1) -> List[Tile]:
    """Tiles that cover `part` exactly, none dearer than the class allows, the central ones first.

    wish: how many tiles the user wants at least; 0 leaves it to the planner, whose number is multiplied by `boost` then: more
    sellers at once, and as much dearer. Error: TooDear.
    """
    most = cost.limit // max(1, cost.pixel)
    if most < 1:
        raise TooDear(
            f"one pixel costs {cost.pixel:,} units, but a part of this cost class may cost {cost.limit:,}: "
            "choose a larger class, or fewer samples or bounces"
        )
    width, height = part.xmax - part.xmin + 1, part.ymax - part.ymin + 1
    columns, rows = _grid(width, height, wish or boost * usual_count(part, cost))
    while _longest(width, columns, cost.overlap) * _longest(height, rows, cost.overlap) > most:
        if columns == width and rows == height:
            raise TooDear(
                f"a tile of one pixel and the {cost.overlap} around it, which adaptive sampling needs, costs more than "
                f"{cost.limit:,} units, a part of this cost class: choose a larger class, or switch adaptive sampling off"
            )
        if width / columns >= height / rows:
            columns = min(width, columns + 1)
        else:
            rows = min(height, rows + 1)
    return _from_the_centre(part, _cut(part, columns, rows))


def _longest(size: int, parts: int, overlap: int) -> int:
    """Pixels that the longest of so many edges has, with its overlap."""
    return min(size, math.ceil(size / parts) + 2 * overlap * (parts > 1))


def _grid(width: int, height: int, count: int):
    """Columns and rows, `count` together at least where the edges allow it, with tiles near to squares."""
    most_columns, most_rows = max(1, width // LEAST_EDGE), max(1, height // LEAST_EDGE)
    columns = min(most_columns, max(1, round(math.sqrt(count * width / height))))
    rows = min(most_rows, math.ceil(count / columns))
    columns = min(most_columns, math.ceil(count / rows))
    return columns, rows


def _cut(part: Tile, columns: int, rows: int) -> List[Tile]:
    xs = _edges(part.xmin, part.xmax, columns)
    ys = _edges(part.ymin, part.ymax, rows)
    return [Tile(x0, y0, x1 - 1, y1 - 1) for y0, y1 in zip(ys, ys[1:]) for x0, x1 in zip(xs, xs[1:])]


def _edges(first: int, last: int, parts: int) -> List[int]:
    size = last - first + 1
    return [first + size * i // parts for i in range(parts + 1)]


def _from_the_centre(part: Tile, tiles: List[Tile]) -> List[Tile]:
    x, y = part.xmin + part.xmax, part.ymin + part.ymax
    return sorted(tiles, key=lambda t: (t.xmin + t.xmax - x) ** 2 + (t.ymin + t.ymax - y) ** 2)
