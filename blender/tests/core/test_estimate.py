# SPDX-License-Identifier: GPL-3.0-or-later
"""One tile tells of all."""

import pathlib
import unittest

from render_bitwrk.core import estimate, exr, words
from render_bitwrk.core.estimate import Probe
from render_bitwrk.core.glance import View
from render_bitwrk.core.market import Market
from render_bitwrk.core.money import Money

PICTURE = pathlib.Path(__file__).with_name("cube-zip-float.exr")


class EstimateTest(unittest.TestCase):
    def test_tiles_come_in_rounds_of_as_many_as_are_bought_at_once(self):
        probe = Probe(10.0, Money.parse("mBTC 1"), 1 / 16)
        self.assertEqual(40.0, estimate.frame_seconds(probe, 16, 4))
        self.assertEqual([80.0, 40.0, 40.0], [estimate.frame_seconds(probe, tiles, 4) for tiles in (2, 4, 32)], "cut otherwise since")
        self.assertEqual(Money.parse("mBTC 16"), estimate.frame_price(probe, 16))
        self.assertEqual("From one tile (10.0 s): 0:40 with 4 sellers, mBTC 16", words.probe(probe, 16, 4, View()))
        self.assertEqual("From one tile (3600.0 s): 2:00:00 with 1 seller, free", words.probe(Probe(3600.0, None, 0.5), 2, 1, View()))

    def test_no_more_sellers_than_there_are(self):
        probe = Probe(10.0, None, 1 / 16)
        for sellers, workers, said in ((1, 0, "2:40 with 1 seller"), (1, 1, "1:20 with 2 sellers"), (9, 0, "0:20 with 8 sellers"), (0, 0, "nobody sells now")):
            self.assertIn(said, words.probe(probe, 16, 8, View(workers=workers, market=Market(sellers))))

    def test_cycles_tells_its_time_in_the_picture(self):
        self.assertEqual(0.05, estimate.render_seconds(exr.read_header(PICTURE.read_bytes()).attributes))
        self.assertEqual(3723.5, estimate.render_seconds({"cycles.A.total_time": "1:02:03.5", "cycles.A.samples": "16"}))
        self.assertEqual(0, estimate.render_seconds({"cycles.A.total_time": "soon"}))

    def test_efficiency_is_the_used_share_of_the_class(self):
        self.assertEqual(0.5, estimate.efficiency(4, 100, 2, 400))
        self.assertEqual(1.0, estimate.efficiency(4, 100, 1, 300))
