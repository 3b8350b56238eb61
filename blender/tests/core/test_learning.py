# SPDX-License-Identifier: GPL-3.0-or-later
"""What headers tell, and what is made of it."""

import os
import tempfile
import unittest

from render_bitwrk.core import exr
from render_bitwrk.core.learning import CELLS, KEPT, Learned, Lessons, Memory, Timing, timing
from render_bitwrk.core.works import Tile
from tests.core.test_exr import sample


class HeaderTest(unittest.TestCase):
    def test_tells_both_times(self):
        told = timing(exr.read_header(sample("cube-zip-float.exr")).attributes)
        self.assertEqual(Timing(0.05, 0.0), told)

    def test_may_have_hours_and_layers_and_more_before_and_after(self):
        said = {"cycles.A.render_time": "01:02:03.5", "cycles.B.render_time": "00:00.5", "RenderTime": "01:02:14.00"}
        said.update({"cycles.A.synchronization_time": "00:02.00", "cycles.B.synchronization_time": "00:03.00"})
        self.assertEqual(Timing(10.0, 3724.0), timing(said))

    def test_may_tell_nothing_or_nonsense(self):
        good = {"cycles.A.render_time": "00:01.00", "cycles.A.synchronization_time": "00:01.00"}
        self.assertIsNotNone(timing(good))
        self.assertIsNone(timing({}))
        for bad in ("", "nan", "-1:00", "inf", "99999:00:00", b"\0"):
            for name in good:
                self.assertIsNone(timing({**good, name: bad}), bad)


class LessonsTest(unittest.TestCase):
    def test_of_tiles_make_a_map(self):
        lessons = Lessons((200, 100), 10)
        lessons.note(Tile(0, 0, 99, 99), Timing(0.4, 8.0))
        lessons.note(Tile(100, 0, 199, 99), Timing(0.6, 2.0))
        learned = lessons.learned()
        self.assertAlmostEqual(0.5, learned.fixed)
        self.assertAlmostEqual(8.0, learned.seconds(Tile(0, 0, 99, 99), (200, 100), 10))
        self.assertAlmostEqual(1.0, learned.seconds(Tile(100, 0, 199, 49), (200, 100), 10))
        # Another size, twice the samples.
        self.assertAlmostEqual(0.25 * 2 * 8.0, learned.seconds(Tile(0, 0, 49, 49), (100, 50), 20))
        lessons.note(Tile(0, 0, 99, 99), Timing(0.4, 4.0), 0.5)
        self.assertAlmostEqual(8.0, lessons.learned().seconds(Tile(0, 0, 99, 99), (200, 100), 10))
        self.assertAlmostEqual(8.0 / 200 + 2.0 / 200, learned.seconds(Tile(99, 0, 100, 49), (200, 100), 10))

    def test_leave_what_was_known_where_they_tell_nothing(self):
        first = Lessons((64, 64), 1)
        first.note(Tile(0, 0, 63, 63), Timing(1.0, 4096.0))
        second = Lessons((64, 64), 1, first.learned())
        self.assertEqual(first.learned(), second.learned())
        second.note(Tile(0, 0, 63, 31), Timing(3.0, 2 * 2048.0))
        learned = second.learned()
        self.assertEqual(3.0, learned.fixed)
        self.assertAlmostEqual(4096.0, learned.seconds(Tile(0, 0, 63, 31), (64, 64), 1))
        self.assertAlmostEqual(2048.0, learned.seconds(Tile(0, 32, 63, 63), (64, 64), 1))

    def test_take_the_mean_where_nothing_is_known(self):
        lessons = Lessons((64, 64), 1)
        lessons.note(Tile(0, 0, 31, 31), Timing(1.0, 1024.0))
        self.assertAlmostEqual(4096.0, lessons.learned().seconds(Tile(0, 0, 63, 63), (64, 64), 1))
        self.assertIsNone(Lessons((64, 64), 1).learned())


class MemoryTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "deep", "scenes.json")

    def test_keeps_the_latest_scenes(self):
        learned = Learned(0.5, (None, 1.0) * (CELLS**2 // 2))
        for number in range(KEPT + 1):
            Memory(self.path).keep(f"scene {number}", learned)
        self.assertIsNone(Memory(self.path).recall("scene 0"))
        self.assertEqual(learned, Memory(self.path).recall("scene 1"))
        self.assertIsNone(Memory(self.path).recall("another"))

    def test_forgets_what_is_no_good(self):
        os.makedirs(os.path.dirname(self.path))
        for text in ("", "[]", '{"a": 1}', '{"a": {"fixed": 1, "rates": [1]}}', '{"a": {"fixed": "x", "rates": []}}'):
            with open(self.path, "w") as file:
                file.write(text)
            self.assertIsNone(Memory(self.path).recall("a"))
