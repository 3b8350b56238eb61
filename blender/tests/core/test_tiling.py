# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans: they cover exactly, fit their class, and begin in the middle."""

import random
import unittest

from render_bitwrk.core import tiling
from render_bitwrk.core.tiling import Cost, TooDear
from render_bitwrk.core.works import Tile


def pixels(tiles):
    return [(x, y) for t in tiles for y in range(t.ymin, t.ymax + 1) for x in range(t.xmin, t.xmax + 1)]


class TilingTest(unittest.TestCase):
    def test_covers_every_pixel_once_and_fits_the_class(self):
        chance = random.Random(4)
        for _ in range(300):
            width, height = chance.randint(1, 90), chance.randint(1, 90)
            left, low = chance.randint(0, 50), chance.randint(0, 50)
            part = Tile(left, low, left + width - 1, low + height - 1)
            overlap = chance.choice([0, 0, 4])
            cost = Cost(chance.randint(1, 40), chance.randint(40 * (1 + 2 * overlap) ** 2, 20_000), overlap=overlap)
            wish = chance.choice([0, 1, 4, 7, 1000])
            tiles = tiling.plan(part, cost, wish)
            with self.subTest(part=part, cost=cost, wish=wish):
                self.assertEqual(sorted(pixels([part])), sorted(pixels(tiles)))
                asked = [tiling.grown(t, overlap, part) for t in tiles]
                self.assertLessEqual(max(tiling.area(t) for t in asked) * cost.pixel, cost.limit)

    def test_cuts_64_by_64_into_the_four_tiles_asked_for(self):
        tiles = tiling.plan(Tile(0, 0, 63, 63), Cost(16 * 12, 2**29), 4)
        self.assertEqual([Tile(0, 0, 31, 31), Tile(0, 32, 31, 63), Tile(32, 0, 63, 31), Tile(32, 32, 63, 63)], sorted(tiles))

    def test_begins_in_the_middle(self):
        tiles = tiling.plan(Tile(0, 0, 99, 99), Cost(1, 2**29), 9)
        self.assertEqual(Tile(33, 33, 65, 65), tiles[0])
        self.assertEqual(9, len(tiles))

    def test_makes_no_tile_that_is_not_worth_its_fixed_cost(self):
        picture = Tile(0, 0, 1919, 1079)
        light = len(tiling.plan(picture, Cost(128 * 12, 2**35, 1_000_000)))
        heavy = len(tiling.plan(picture, Cost(128 * 12, 2**35, 70_000_000)))
        self.assertGreater(light, 3 * heavy)
        self.assertGreater(heavy, 8)
        self.assertEqual(1, len(tiling.plan(Tile(0, 0, 63, 63), Cost(16 * 12, 2**29))))

    def test_boost_multiplies_the_tiles_that_nobody_has_asked_for_otherwise(self):
        picture, cost = Tile(0, 0, 1023, 1023), Cost(128, 2**35)
        usual = len(tiling.plan(picture, cost))
        self.assertGreater(usual, 1)
        self.assertGreaterEqual(len(tiling.plan(picture, cost, boost=8)), 6 * usual)
        self.assertEqual(9, len(tiling.plan(picture, cost, 9, boost=8)))

    def test_says_so_when_a_pixel_is_too_dear(self):
        with self.assertRaisesRegex(TooDear, "larger class"):
            tiling.plan(Tile(0, 0, 0, 0), Cost(2**29 + 1, 2**29))

    def test_says_so_when_a_pixel_with_those_around_it_is_too_dear(self):
        with self.assertRaisesRegex(TooDear, "adaptive sampling"):
            tiling.plan(Tile(0, 0, 9, 9), Cost(100, 80 * 100, overlap=4))
        self.assertEqual(100, len(tiling.plan(Tile(0, 0, 9, 9), Cost(100, 81 * 100, overlap=4))))

    def test_lets_a_tile_grow_as_far_as_the_part_goes(self):
        part = Tile(10, 10, 29, 39)
        self.assertEqual(Tile(10, 16, 24, 39), tiling.grown(Tile(11, 20, 20, 36), 4, part))

    def test_takes_the_border_as_blender_does(self):
        self.assertEqual(Tile(0, 0, 199, 99), tiling.region(200, 100))
        self.assertEqual(Tile(50, 25, 149, 74), tiling.region(200, 100, (0.25, 0.75, 0.25, 0.75)))
        self.assertEqual(Tile(199, 0, 199, 99), tiling.region(200, 100, (1, 1, 0, 1)))
