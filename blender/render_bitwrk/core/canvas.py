# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture put together from those of its tiles, with all their channels."""

from array import array
from typing import Dict, Iterable

from . import exr, exr_writer
from .exr import BadPicture
from .works import Tile


class Canvas:
    """Of the pixels of `part`, with these channels (`ViewLayer.Combined.R`) alone, and the first picture's attributes.

    Not thread-safe.
    """

    def __init__(self, part: Tile, channels: Iterable[str]):
        self.part = part
        self._like = b""
        self.planes: Dict[str, array] = {name: array("f", bytes(4 * part.width * part.height)) for name in channels}

    def put(self, tile: Tile, picture: bytes):
        """Error: BadPicture, also if a channel is missing."""
        found = exr.planes(picture)
        missing = self.planes.keys() - found.keys()
        if missing:
            raise BadPicture("the picture lacks " + ", ".join(sorted(missing)[:5]))
        if not self._like:
            # The head alone is needed of it.
            self._like = picture[: exr.read_header(picture).offset]
        for name, plane in self.planes.items():
            self._place(plane, tile, found[name])

    def _place(self, target: array, tile: Tile, plane: array):
        """Rows of a picture run down, those of tiles up."""
        wide, left, top = self.part.width, tile.xmin - self.part.xmin, self.part.ymax - tile.ymax
        for y in range(tile.height):
            at = (top + y) * wide + left
            target[at : at + tile.width] = plane[y * tile.width : (y + 1) * tile.width]

    def cut(self, tile: Tile) -> Dict[str, array]:
        """The planes of a part of it."""
        wide, left, top = self.part.width, tile.xmin - self.part.xmin, self.part.ymax - tile.ymax
        found = {}
        for name, plane in self.planes.items():
            cut = found[name] = array("f")
            for y in range(top, top + tile.height):
                cut += plane[y * wide + left : y * wide + left + tile.width]
        return found

    def like(self, tile: Tile, planes: Dict[str, array]) -> bytes:
        """An OpenEXR file of a tile with these planes and this picture's attributes."""
        return exr_writer.picture(self._like, tile.width, tile.height, planes)

    def picture(self, more: Dict[str, array] = {}) -> bytes:
        """The whole as an OpenEXR file. more: further channels."""
        return exr_writer.picture(self._like, self.part.width, self.part.height, {**self.planes, **more})
