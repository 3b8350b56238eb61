# SPDX-License-Identifier: GPL-3.0-or-later
"""The shop with a scripted client: what is paid once is not paid again."""

import io
import os
import tempfile
import unittest

from render_bitwrk.core import exr, exr_writer, works
from render_bitwrk.core.client import ClientFault, Line, TooLarge
from render_bitwrk.core.jobs import Hopeless, Piece
from render_bitwrk.core.journal import Journal
from render_bitwrk.core.shop import Order, Shop
from render_bitwrk.core.works import Blob, Tile

PICTURE = os.path.join(os.path.dirname(__file__), "cube-zip-float.exr")


class ScriptedClient:
    """Sells the picture, under a new key each time; `faults` are raised by the next fetches, one each."""

    def __init__(self, *faults, picture=None):
        self.faults = list(faults)
        self.bought = 0
        self.asked = None
        self.most = 0
        self.picture = picture
        if picture is None:
            with open(PICTURE, "rb") as file:
                self.picture = file.read()

    def buy(self, purchase, line):
        self.bought += 1
        with tempfile.TemporaryDirectory() as folder:
            self.asked = works.parse(io.BytesIO(b"".join(purchase.chunks)), folder, works.Limits()).tile
        return f"good {self.bought}"

    def fetch(self, key, file, line, most):
        self.most = most
        if self.faults:
            raise self.faults.pop(0)
        return file.write(self.picture)


class ShopTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        with open(PICTURE, "rb") as file:
            self.picture = file.read()
        header = exr.read_header(self.picture)
        self.channels = tuple(header.channels)
        self.piece = Piece(1, Tile(0, 0, header.width - 1, header.height - 1))

    def shop(self, client, overlap=0, channels=None):
        order = Order("a", None, {"": Blob(0, io.BytesIO)}, [], self.folder, channels or self.channels, self.piece.tile, overlap)
        return Shop(client, order, Journal(os.path.join(self.folder, "results.jsonl"), lambda: "scene"))

    def test_buys_no_result_again_that_it_could_not_fetch(self):
        client = ScriptedClient(ClientFault(0, "broken off"), OSError("disk full"))
        shop = self.shop(client)
        self.assertRaises(ClientFault, shop.get, self.piece, Line(), 0)
        self.assertRaises(OSError, shop.get, self.piece, Line(), 1)
        path, bought = shop.get(self.piece, Line(), 2)
        self.assertTrue(os.path.exists(path))
        self.assertFalse(bought)
        self.assertEqual(1, client.bought)

    def test_buys_a_result_again_that_is_gone_or_no_good(self):
        client = ScriptedClient(ClientFault(0, "broken off"), ClientFault(404, "gone"), exr.BadPicture("no good"))
        shop = self.shop(client)
        self.assertRaises(ClientFault, shop.get, self.piece, Line(), 0)
        self.assertRaises(exr.BadPicture, shop.get, self.piece, Line(), 1)
        self.assertTrue(shop.get(self.piece, Line(), 2))
        self.assertEqual(2, client.bought)

    def test_takes_no_picture_without_all_channels(self):
        channels = ("ViewLayer.Combined.R", "ViewLayer.Depth.Z")
        with self.assertRaisesRegex(exr.BadPicture, "lacks ViewLayer.Depth.Z$"):
            self.shop(ScriptedClient(), channels=channels).get(self.piece, Line(), 0)

    def test_buys_no_third_picture_where_two_lack_the_same_channels(self):
        client = ScriptedClient()
        shop = self.shop(client, channels=(*self.channels, "ViewLayer.Depth.Z"))
        self.assertRaises(exr.BadPicture, shop.get, self.piece, Line(), 0)
        with self.assertRaisesRegex(Hopeless, "2 pictures that were bought lack ViewLayer.Depth.Z: no more"):
            shop.get(self.piece, Line(), 1)

    def test_takes_the_channels_that_were_ordered_only(self):
        client = ScriptedClient(picture=self.with_more(3))
        path, _ = self.shop(client).get(self.piece, Line(), 0)
        with open(path, "rb") as file:
            self.assertEqual(exr.planes(self.picture), exr.planes(file.read()))

    def test_unpacks_nothing_of_a_picture_with_many_more_channels(self):
        picture = self.with_more(900)
        # All that an attempt to unpack it could find is rubbish.
        end = exr.read_header(picture).offset
        client = ScriptedClient(picture=picture[:end])
        with self.assertRaisesRegex(exr.BadPicture, "904 channels"):
            self.shop(client).get(self.piece, Line(), 0)

    def test_takes_no_more_bytes_than_a_tile_can_have(self):
        client = ScriptedClient(TooLarge(0, "too much"), TooLarge(0, "too much"))
        shop = self.shop(client)
        self.assertRaises(exr.BadPicture, shop.get, self.piece, Line(), 0)
        pixels = self.piece.tile.width * self.piece.tile.height
        self.assertLess(client.most, 5_000_000 + 4 * 20 * pixels)
        # Paid for in vain, but it does not stand in the way of another seller's.
        shop.get(self.piece, Line(), 1)
        self.assertEqual(2, client.bought)

    def with_more(self, count):
        """The picture with so many channels more."""
        planes = exr.planes(self.picture)
        more = {f"ViewLayer.More.{i}": planes["ViewLayer.Combined.R"] for i in range(count)}
        return exr_writer.picture(self.picture, self.piece.tile.width, self.piece.tile.height, {**planes, **more})

    def test_has_more_rendered_than_the_tile_and_cuts_it_off(self):
        client = ScriptedClient()
        path, _ = self.shop(client, overlap=3).get(Piece(1, Tile(3, 2, 18, 16)), Line(), 0)
        self.assertEqual(self.piece.tile, client.asked, "no more than there is of the picture")
        with open(path, "rb") as file, open(PICTURE, "rb") as picture:
            found, whole = exr.planes(file.read()), exr.planes(picture.read())
        self.assertEqual(sorted(whole), sorted(found))
        for name, plane in whole.items():
            # Two rows above, three columns to the left.
            cut = [plane[21 * row + 3 : 21 * row + 19] for row in range(2, 17)]
            self.assertEqual([value for row in cut for value in row], list(found[name]))


if __name__ == "__main__":
    unittest.main()
