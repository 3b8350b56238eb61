# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a picture into tiles that fit a cost class and are worth a trade each.

Tiles are those of protocol §12: bounds inclusive, counted from the lower left. The plan knows nothing of scenes; costs come in
as the cost of one pixel (protocol §12: layers × bounces × samples), and as what was learned from earlier tiles.
"""

import math
import struct
from typing import Callable, Iterable, List, NamedTuple, Optional

from .works import Tile

# Measured with Blender 3.4 on the processor (blender.md §5): cost units that one CPU second renders, roughly.
UNITS_PER_SECOND = 22_000_000
# The same table: a further tile costs 0.1 s for a scene of 1 MB and 0.9 s for one of 70 MB, whatever its size.
FIXED_SECONDS = 0.1
FIXED_SECONDS_PER_BYTE = 0.8 / 70e6
# A tile should render this many times longer than it costs by itself.
WORTH = 8
# Each has a price, too, whatever its size, and a trade takes its time: less drawing than this is not worth one.
LEAST_SECONDS = 2.0
# No boost makes a picture cost more seconds than so many times those of a single tile.
DEAREST = 3
# Without a wish of the user, no more tiles than this (unless the class demands it).
USUAL_TILES = 64
# So many tiles for each that is bought at the same time keep sellers busy to the end of a picture, and of an animation.
TILES_EACH, TILES_EACH_ANIMATED = 2, 4
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
    overlap: pixels on each side of a tile that are rendered with it. fixed: seconds that a tile costs by itself, and seconds: how
    many its drawing takes; None for both before anything was learned. of_use: how many tiles are, before the user's boost.
    """

    pixel: int
    limit: int
    size: int = 1_000_000
    overlap: int = 0
    fixed: Optional[float] = None
    seconds: Optional[Callable[[Tile], float]] = None
    of_use: int = USUAL_TILES

    def fits(self, tile: Tile, region: Tile) -> bool:
        """Whether the class allows the tile, with what has to be rendered around it in the region."""
        return area(grown(tile, self.overlap, region)) * self.pixel <= self.limit


def region(width: int, height: int, border: Optional[tuple] = None) -> Tile:
    """The pixels to render. border: (min_x, max_x, min_y, max_y) in 0 to 1 as Blender has them, or None for all."""
    if border is None:
        return Tile(0, 0, width - 1, height - 1)
    x0, x1 = _span(border[0], border[1], width)
    y0, y1 = _span(border[2], border[3], height)
    return Tile(x0, y0, x1, y1)


def _span(low: float, high: float, size: int):
    """As Blender does: bounds are cut off, and one pixel is left at least."""
    first = min(max(_place_of(low, size), 0), size - 1)
    end = min(max(_place_of(high, size), first + 1), size)
    return first, end - 1


def _place_of(share: float, size: int) -> int:
    """Blender multiplies 32-bit floats: 0.7 of 1920 is a little less than 1344 in doubles, but 1344 there."""
    return int(_single(_single(share) * size))


def _single(value: float) -> float:
    return struct.unpack("f", struct.pack("f", value))[0]


def area(tile: Tile) -> int:
    """Pixels."""
    return tile.width * tile.height


def grown(tile: Tile, pixels: int, part: Tile) -> Tile:
    """The tile with so many pixels more on each side, as far as `part` goes."""
    return Tile(
        max(part.xmin, tile.xmin - pixels),
        max(part.ymin, tile.ymin - pixels),
        min(part.xmax, tile.xmax + pixels),
        min(part.ymax, tile.ymax + pixels),
    )


def of_use(frames: int, at_once: int) -> int:
    """How many tiles a frame are of any use: several frames keep sellers busy with fewer tiles of each, which are cheaper."""
    each = TILES_EACH if frames < 2 else TILES_EACH_ANIMATED
    return min(USUAL_TILES, math.ceil(each * at_once / frames))


def usual_count(part: Tile, cost: Cost, boost: int = 1) -> int:
    """How many tiles suit a picture: each worth its fixed cost and its price, and not more than anybody needs.

    boost: so many times more, as far as all together cost at most `DEAREST` times what the whole costs in one.
    """
    fixed = FIXED_SECONDS + FIXED_SECONDS_PER_BYTE * cost.size if cost.fixed is None else max(FIXED_SECONDS, cost.fixed)
    seconds = area(part) * cost.pixel / UNITS_PER_SECOND if cost.seconds is None else cost.seconds(part)
    usual = max(1, min(cost.of_use, int(seconds / max(LEAST_SECONDS, WORTH * fixed))))
    return min(boost * usual, int((DEAREST - 1) * seconds / fixed + DEAREST))


def plan(part: Tile, cost: Cost, wish: int = 0, boost: int = 1, region: Optional[Tile] = None) -> List[Tile]:
    """Tiles that cover `part` exactly, none dearer than the class allows, the central ones first.

    wish: how many tiles the user wants at least; 0 leaves it to the planner, whose number is multiplied by `boost` then: more
    sellers at once, and as much dearer. Where the cost of the picture's parts was learned, tiles take equally long. region: of which `part` is
    a part, if there is more to render. Error: TooDear.
    """
    most = cost.limit // max(1, cost.pixel)
    if most < 1:
        raise TooDear(
            f"one pixel costs {cost.pixel:,} units, but a part of this cost class may cost {cost.limit:,}: "
            "choose a larger class, or fewer samples or bounces"
        )
    count = wish or usual_count(part, cost, boost)
    cut = _grid if cost.seconds is None else _halved
    return _from_the_centre(part, cut(part, cost, count, region or part))


def resumed(part: Tile, known: Iterable[Tile], cost: Cost, wish: int = 0, boost: int = 1) -> List[Tile]:
    """As `plan`, but with those tiles of `known`, whose pictures are there already, that do not overlap."""
    kept: List[Tile] = []
    for tile in sorted(known, key=area, reverse=True):
        if grown(tile, 0, part) == tile and cost.fits(tile, part) and not any(_meet(tile, other) for other in kept):
            kept.append(tile)
    if not kept:
        return plan(part, cost, wish, boost)
    left = [part]
    for tile in kept:
        left = [rest for whole in left for rest in _without(whole, tile)]
    count = wish or usual_count(part, cost, boost)
    for rest in left:
        kept += plan(rest, cost, max(1, round(count * area(rest) / area(part))), region=part)
    return _from_the_centre(part, kept)


def joined(one: Tile, other: Tile) -> Optional[Tile]:
    """The tile that both make together, or None if they make none."""
    both = Tile(
        min(one.xmin, other.xmin), min(one.ymin, other.ymin), max(one.xmax, other.xmax), max(one.ymax, other.ymax)
    )
    return both if area(both) == area(one) + area(other) else None


def _meet(one: Tile, other: Tile) -> bool:
    return one.xmin <= other.xmax and other.xmin <= one.xmax and one.ymin <= other.ymax and other.ymin <= one.ymax


def _without(whole: Tile, hole: Tile) -> List[Tile]:
    """What is left of a tile: rows below and above the hole, columns beside it."""
    if not _meet(whole, hole):
        return [whole]
    low, high = max(whole.ymin, hole.ymin), min(whole.ymax, hole.ymax)
    parts = [
        Tile(whole.xmin, whole.ymin, whole.xmax, low - 1),
        Tile(whole.xmin, high + 1, whole.xmax, whole.ymax),
        Tile(whole.xmin, low, hole.xmin - 1, high),
        Tile(hole.xmax + 1, low, whole.xmax, high),
    ]
    return [tile for tile in parts if tile.width > 0 and tile.height > 0]


def _halved(part: Tile, cost: Cost, count: int, region: Tile) -> List[Tile]:
    """Cuts across the longer side, again and again, so that each of `count` tiles takes equally long. Error: TooDear."""
    fits = cost.fits(part, region)
    if count <= 1 and fits:
        return [part]
    # The class may ask for shorter edges than wishes do.
    least = LEAST_EDGE if fits else 1
    across = part.width >= part.height
    side = part.width if across else part.height
    if side < 2 * least:
        if fits:
            return [part]
        raise _overlap_too_dear(cost)
    first = max(1, count // 2)
    at = _place(part, cost, first / max(2, count), across, least)
    one, other = _split(part, across, at)
    return _halved(one, cost, first, region) + _halved(other, cost, max(1, count - first), region)


def _place(part: Tile, cost: Cost, share: float, across: bool, least: int) -> int:
    """After how many pixels the first part has taken that share of the time."""
    wanted = share * cost.seconds(part)
    low, high = least, (part.width if across else part.height) - least
    while low < high:
        middle = (low + high) // 2
        if cost.seconds(_split(part, across, middle)[0]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _split(part: Tile, across: bool, at: int):
    if across:
        return part._replace(xmax=part.xmin + at - 1), part._replace(xmin=part.xmin + at)
    return part._replace(ymax=part.ymin + at - 1), part._replace(ymin=part.ymin + at)


def _overlap_too_dear(cost: Cost) -> TooDear:
    return TooDear(
        f"a tile of one pixel and the {cost.overlap} around it, which adaptive sampling needs, costs more than "
        f"{cost.limit:,} units, a part of this cost class: choose a larger class, or switch adaptive sampling off"
    )


def _grid(part: Tile, cost: Cost, count: int, region: Tile) -> List[Tile]:
    """Error: TooDear."""
    columns, rows = _sides(part.width, part.height, count)
    while True:
        xs, ys = _edges(part.xmin, part.xmax, columns), _edges(part.ymin, part.ymax, rows)
        wide = _longest(xs, region.xmin, region.xmax, cost.overlap)
        if wide * _longest(ys, region.ymin, region.ymax, cost.overlap) * cost.pixel <= cost.limit:
            return [Tile(x0, y0, x1 - 1, y1 - 1) for y0, y1 in zip(ys, ys[1:]) for x0, x1 in zip(xs, xs[1:])]
        if columns == part.width and rows == part.height:
            raise _overlap_too_dear(cost)
        if part.width / columns >= part.height / rows:
            columns = min(part.width, columns + 1)
        else:
            rows = min(part.height, rows + 1)


def _longest(edges: List[int], first: int, last: int, overlap: int) -> int:
    """Pixels from edge to edge, with the overlap as far as pixels go, at the most."""
    return max(min(last + 1, end + overlap) - max(first, begin - overlap) for begin, end in zip(edges, edges[1:]))


def _sides(width: int, height: int, count: int):
    """Columns and rows, `count` together at least where the edges allow it, with tiles near to squares."""
    most_columns, most_rows = max(1, width // LEAST_EDGE), max(1, height // LEAST_EDGE)
    columns = min(most_columns, max(1, round(math.sqrt(count * width / height))))
    rows = min(most_rows, math.ceil(count / columns))
    columns = min(most_columns, math.ceil(count / rows))
    return columns, rows


def _edges(first: int, last: int, parts: int) -> List[int]:
    size = last - first + 1
    return [first + size * i // parts for i in range(parts + 1)]


def _from_the_centre(part: Tile, tiles: List[Tile]) -> List[Tile]:
    x, y = part.xmin + part.xmax, part.ymin + part.ymax
    return sorted(tiles, key=lambda t: (t.xmin + t.xmax - x) ** 2 + (t.ymin + t.ymax - y) ** 2)
