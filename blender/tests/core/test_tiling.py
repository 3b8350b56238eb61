# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans: they cover exactly, fit their class, and begin in the middle."""

import ctypes
import random
import unittest

from render_bitwrk.core import tiling
from render_bitwrk.core.tiling import Cost, TooDear
from render_bitwrk.core.works import Tile


def pixels(tiles):
    return [(x, y) for t in tiles for y in range(t.ymin, t.ymax + 1) for x in range(t.xmin, t.xmax + 1)]


def uneven(tile):
    """Seconds in a picture whose right is dearer than its left."""
    return sum(x**2 for x in range(tile.xmin, tile.xmax + 1)) * tile.height / 1e4


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
            if chance.random() < 0.5:
                cost = cost._replace(fixed=0.5, seconds=uneven)
            tiles = tiling.plan(part, cost, wish)
            self.assert_covers(part, tiles, cost)
            known = chance.sample(tiles, len(tiles) // 3)
            again = tiling.resumed(part, known, cost, wish)
            self.assert_covers(part, again, cost)
            self.assertLessEqual(set(known), set(again))

    def assert_covers(self, part, tiles, cost):
        with self.subTest(part=part, cost=cost, tiles=tiles):
            self.assertEqual(sorted(pixels([part])), sorted(pixels(tiles)))
            asked = [tiling.grown(t, cost.overlap, part) for t in tiles]
            self.assertLessEqual(max(tiling.area(t) for t in asked) * cost.pixel, cost.limit)

    def test_cuts_64_by_64_into_the_four_tiles_asked_for(self):
        tiles = tiling.plan(Tile(0, 0, 63, 63), Cost(16 * 12, 2**29), 4)
        self.assertEqual([Tile(0, 0, 31, 31), Tile(0, 32, 31, 63), Tile(32, 0, 63, 31), Tile(32, 32, 63, 63)], sorted(tiles))

    def test_makes_tiles_that_take_equally_long_where_it_knows_how_long(self):
        cost = Cost(100, 2**29, fixed=0.1, seconds=uneven)
        tiles = tiling.plan(Tile(0, 0, 399, 99), cost, 6)
        self.assertEqual(6, len(tiles))
        times = [uneven(tile) for tile in tiles]
        self.assertLess(max(times), 1.3 * min(times))
        areas = [tiling.area(tile) for tile in tiling.plan(Tile(0, 0, 399, 99), cost._replace(seconds=None), 6)]
        self.assertLess(max(areas), 1.1 * min(areas))

    def test_makes_fewer_tiles_of_many_frames(self):
        self.assertEqual([32, 32, 11, 4, 1, 1, 64], [tiling.of_use(frames, 16) for frames in (1, 2, 6, 16, 64, 1000)] + [tiling.of_use(1, 64)])
        picture, cost = Tile(0, 0, 1919, 1079), Cost(16 * 12, 2**35)
        self.assertGreater(tiling.usual_count(picture, cost), 4)
        cost = cost._replace(of_use=4)
        self.assertEqual([4, 8], [tiling.usual_count(picture, cost, boost) for boost in (1, 2)])
        self.assertEqual(4, len(tiling.plan(picture, cost)))

    def test_makes_as_many_tiles_as_what_was_learned_allows(self):
        picture, cost = Tile(0, 0, 1919, 1079), Cost(128 * 12, 2**35)
        for fixed, seconds, count in ((1, 160, 20), (5, 160, 4), (0, 160, 64), (1, 7, 1), (0, 17, 8)):
            learned = cost._replace(fixed=fixed, seconds=lambda tile: seconds * tiling.area(tile) / tiling.area(picture))
            self.assertEqual(count, len(tiling.plan(picture, learned)))

    def test_makes_no_boosted_picture_cost_more_than_three_times_one_tile(self):
        picture, fixed, seconds = Tile(0, 0, 1023, 1023), 0.9, 6.0
        cost = Cost(128, 2**35, fixed=fixed, seconds=lambda tile: seconds * tiling.area(tile) / tiling.area(picture))
        counts = [tiling.usual_count(picture, cost, boost) for boost in (1, 4, 16, 64)]
        self.assertEqual([1, 4, 16, 16], counts)
        self.assertLessEqual(counts[-1] * fixed + seconds, 3 * (fixed + seconds))

    def test_goes_on_with_what_is_there(self):
        cost, picture = Cost(16 * 12, 2**29), Tile(0, 0, 63, 63)
        tiles = tiling.plan(picture, cost, 4)
        self.assertEqual(set(tiles), set(tiling.resumed(picture, tiles[:2], cost, 4)))
        self.assertEqual({picture}, set(tiling.resumed(picture, [picture, tiles[0]], cost, 4)))
        self.assertEqual(set(tiles), set(tiling.resumed(picture, [Tile(0, 0, 64, 63)], cost, 4)), "of another picture")

    def test_joins_what_makes_a_tile_together(self):
        self.assertEqual(Tile(0, 0, 9, 4), tiling.joined(Tile(5, 0, 9, 4), Tile(0, 0, 4, 4)))
        self.assertEqual(Tile(0, 0, 4, 9), tiling.joined(Tile(0, 0, 4, 4), Tile(0, 5, 4, 9)))
        for other in (Tile(5, 0, 9, 5), Tile(6, 0, 9, 4), Tile(5, 5, 9, 9)):
            self.assertIsNone(tiling.joined(Tile(0, 0, 4, 4), other))

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
            tiling.plan(Tile(0, 0, 19, 19), Cost(100, 80 * 100, overlap=4))
        self.assertEqual(361, len(tiling.plan(Tile(0, 0, 19, 19), Cost(100, 81 * 100, overlap=4))))

    def test_lets_a_tile_grow_as_far_as_the_part_goes(self):
        part = Tile(10, 10, 29, 39)
        self.assertEqual(Tile(10, 16, 24, 39), tiling.grown(Tile(11, 20, 20, 36), 4, part))

    def test_takes_the_border_as_blender_does(self):
        self.assertEqual(Tile(0, 0, 199, 99), tiling.region(200, 100))
        self.assertEqual(Tile(50, 25, 149, 74), tiling.region(200, 100, (0.25, 0.75, 0.25, 0.75)))
        self.assertEqual(Tile(199, 0, 199, 99), tiling.region(200, 100, (1, 1, 0, 1)))

    def test_multiplies_borders_in_32_bit_floats_as_blender_does(self):
        # Told by Blender 3.4.1.
        for share, size, end in ((0.7, 1920, 1344), (0.35, 1920, 672), (0.7, 1080, 756), (0.29, 100, 29), (0.57, 100, 57)):
            share = ctypes.c_float(share).value
            self.assertEqual(Tile(0, 0, end - 1, 0), tiling.region(size, 1, (0, share, 0, 1)), (share, size))
            self.assertEqual(Tile(end, 0, size - 1, 0), tiling.region(size, 1, (share, 1, 0, 1)), (share, size))

    def test_takes_all_hundredths_of_usual_sizes_as_32_bit_floats(self):
        for size in (64, 100, 256, 480, 500, 512, 640, 720, 1000, 1024, 1080, 1280, 1920, 2048, 2160, 3840, 4096, 7680):
            for hundredth in range(1, 100):
                share = ctypes.c_float(hundredth / 100)
                end = int(ctypes.c_float(share.value * size).value)
                with self.subTest(size=size, hundredth=hundredth):
                    self.assertEqual(Tile(0, 0, max(end, 1) - 1, 0), tiling.region(size, 1, (0, share.value, 0, 1)))
                    self.assertEqual(Tile(end, 0, size - 1, 0), tiling.region(size, 1, (share.value, 1, 0, 1)))
