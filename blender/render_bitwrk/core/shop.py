# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets one piece: from the journal if its result is still with the client, else by buying it."""

import collections
import os
import threading
import uuid
from typing import Dict, List, NamedTuple, Optional, Set, Tuple

from . import exr, exr_writer, tiling, works
from .client import ClientFault, Line, LocalClient, Purchase, TooLarge
from .jobs import Hopeless, Piece
from .journal import Journal
from .works import Blob, Resource, Tile

# A picture may have so many channels more of each view layer than are ordered: those of the denoiser, which nobody here may want.
SPARE = 16
# Whatever a picture has beside its values; the names of all objects in a Cryptomatte are the most of it.
HEAD_BYTES = 2**22
BYTES_PER_VALUE = 4
# So many results of one scene that lack the same channels: other sellers would send no other.
ENOUGH = 2
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

    @property
    def most_channels(self) -> int:
        """Of a picture."""
        return len(self.channels) + SPARE * len({_layer(name) for name in self.channels})

    def most_bytes(self, asked: Tile) -> int:
        """Of a result: what does not shrink is not packed."""
        return HEAD_BYTES + asked.height * 16 + self.most_channels * BYTES_PER_VALUE * tiling.area(asked)


def _layer(channel: str) -> str:
    """Of LAYER.PASS.CHANNEL; a layer may have dots in its name."""
    return channel.rsplit(".", 2)[0]


class Shop:
    """Thread-safe: all calls block, each on the line it is given."""

    def __init__(self, client: LocalClient, order: Order, journal: Journal):
        self._client = client
        self._order = order
        self._journal = journal
        self._run = uuid.uuid4().hex
        self._lock = threading.Lock()
        # Keys of results, by the channels that they lack.
        self._lacking: Dict[Tuple[str, ...], Set[str]] = collections.defaultdict(set)

    def get(self, piece: Piece, line: Line, attempt: int) -> Tuple[str, bool]:
        """The path of a checked picture, and whether it was bought. Errors: ClientFault, Cancelled, BadPicture, BadWork, Hopeless, OSError."""
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
            try:
                self._client.fetch(key, file, line, self._order.most_bytes(asked))
            except TooLarge as e:
                raise exr.BadPicture(str(e)) from e
        with open(path, "rb") as file:
            data = file.read()
        header = exr.expected(data, asked.width, asked.height, self._order.most_channels)
        self._check_channels(header, key)
        tile = piece.tile
        with open(path, "wb") as file:
            # Rows of a picture run down, those of tiles up.
            left, top = tile.xmin - asked.xmin, asked.ymax - tile.ymax
            exr_writer.crop(data, left, top, tile.width, tile.height, set(self._order.channels), file)
        return path

    def _check_channels(self, header: exr.Header, key: str):
        """Errors: BadPicture, Hopeless."""
        there = set(header.channels)
        missing = tuple(name for name in self._order.channels if name not in there)
        if not missing:
            return
        with self._lock:
            self._lacking[missing].add(key)
            count = len(self._lacking[missing])
        names = ", ".join(missing[:5]) + (", …" if missing[5:] else "")
        if count >= ENOUGH:
            raise Hopeless(f"{count} pictures that were bought lack {names}: no more are bought; switch these passes off, or rename them")
        raise exr.BadPicture(f"the seller's picture lacks {names}")
