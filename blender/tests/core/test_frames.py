# SPDX-License-Identifier: GPL-3.0-or-later
"""Frames as users write them."""

import unittest

from render_bitwrk.core.frames import BadFrames, parse, runs


class FramesTest(unittest.TestCase):
    def test_are_read_in_every_usual_form(self):
        for text, frames in {
            "3": [3],
            "3, 5-10": [3, 5, 6, 7, 8, 9, 10],
            " 5 - 7 ,3,3 ": [3, 5, 6, 7],
            "1 2 3": [1, 2, 3],
            "-2--1, 0": [-2, -1, 0],
            "-1-1": [-1, 0, 1],
        }.items():
            with self.subTest(text):
                self.assertEqual(frames, parse(text))

    def test_are_refused_with_an_example(self):
        for text in ("", " , ", "a", "1-", "5-3", "1-2-3", "1.5", "1-99999999", "1-9999999999"):
            with self.subTest(text):
                self.assertRaises(BadFrames, parse, text)

    def test_fall_into_runs(self):
        self.assertEqual([(3, 3, 1), (5, 7, 1), (9, 9, 1)], runs([3, 5, 6, 7, 9]))
        self.assertEqual([(3, 9, 3)], runs([3, 6, 9]))
        self.assertEqual([(4, 4, 1)], runs([4]))
        self.assertEqual([], runs([]))
