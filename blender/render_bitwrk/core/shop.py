# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets one piece: from the journal if its result is still with the client, else by buying it."""

import os
import uuid
from typing import Dict, List, NamedTuple, Optional, Tuple

from . import exr, exr_writer, tiling, works
from .client import ClientFault, Line, LocalClient, Purchase
from .jobs import Piece
from .journal import Journal
from .works import Blob, Resource, Tile

# 16 bytes a pixel and channel quadruple would be plenty for 100 passes of a tile of this class; a bound against filling the disk.
BYTES_PER_PIXEL = 4096
# The client has dropped the result.
NOT_THERE = 404


class Order(NamedTuple):
    """What all pieces of a job have in common. price: None waits for a mandate. folder: for results, exists.

    blends: by the name of the part of the samples that they render.
    channels: names like `ViewLayer.Combined.R` that every picture must have. region: what is rendered of the picture.
    overlap: by how many pixels sellers render more of it than their tile, on each side.
    """

    article: str
    price: Optional[str]
    blends: Dict[str, Blob]
    resources: List[Resource]
    folder: str
    channels: Tuple[str, ...]
    region: Tile
    overlap: int = 0

    def asked(self, tile: Tile) -> Tile:
        """What a seller renders for this tile."""
        return tiling.grown(tile, self.overlap, self.region)


class Shop:
    """Thread-safe: all calls block, each on the line it is given."""

    def __init__(self, client: LocalClient, order: Order, journal: Journal):
        self._client = client
        self._order = order
        self._journal = journal
        self._run = uuid.uuid4().hex

    def get(self, piece: Piece, line: Line, attempt: int) -> Tuple[str, bool]:
        """The path of a checked picture, and whether it was bought. Errors: ClientFault, Cancelled, BadPicture, BadWork, OSError."""
        known = self._journal.result(piece)
        if known:
            try:
                return self._fetch(piece, known, line), False
            except exr.BadPicture:
                pass  # It was never any good: it is bought anew.
            except ClientFault as fault:
                if fault.status != NOT_THERE:
                    raise
        key = self._client.buy(self._purchase(piece, attempt), line)
        # Before anything else can fail: it is paid, and a further attempt must not pay again.
        self._journal.record(piece, key)
        return self._fetch(piece, key, line), True

    def _purchase(self, piece: Piece, attempt: int) -> Purchase:
        order = self._order
        arguments = (order.asked(piece.tile), piece.frame, order.resources, order.blends[piece.part])
        name = "-".join(map(str, (self._run, piece.frame, *piece.tile, piece.part, attempt, uuid.uuid4().hex[:8])))
        length, chunks = works.encoded_length(*arguments), works.encode(*arguments)
        return Purchase(order.article, order.price, name, length, chunks)

    def _fetch(self, piece: Piece, key: str, line: Line) -> str:
        path = os.path.join(self._order.folder, "-".join(map(str, (piece.frame, *piece.tile, piece.part))) + ".exr")
        asked = self._order.asked(piece.tile)
        with open(path, "wb") as file:
            self._client.fetch(key, file, line, 2**20 + BYTES_PER_PIXEL * tiling.area(asked))
        with open(path, "rb") as file:
            data = file.read()
        self._check(data, asked)
        if asked != piece.tile:
            with open(path, "wb") as file:
                file.write(_cut_out(data, asked, piece.tile))
        return path

    def _check(self, data: bytes, asked: Tile):
        header = exr.check(data, asked.width, asked.height)
        there = set(header.channels)
        missing = [name for name in self._order.channels if name not in there]
        if missing:
            raise exr.BadPicture("the seller's picture lacks " + ", ".join(missing[:5]))


def _cut_out(data: bytes, asked: Tile, tile: Tile) -> bytes:
    """Rows of a picture run down, those of tiles up."""
    return exr_writer.crop(data, tile.xmin - asked.xmin, asked.ymax - tile.ymax, tile.width, tile.height)
