# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal survives what a crash leaves of it."""

import os
import tempfile
import unittest

from render_bitwrk.core.jobs import Piece
from render_bitwrk.core.journal import KEEP_SECONDS, Journal
from render_bitwrk.core.works import Tile

ONE, TWO = Piece(1, Tile(0, 0, 31, 31)), Piece(2, Tile(0, 0, 31, 31))


class JournalTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "deep", "results.jsonl")
        self.now = 1_000_000

    def journal(self, scene="s1"):
        return Journal(self.path, lambda: scene, lambda: self.now)

    def test_remembers_by_scene_frame_and_tile(self):
        self.journal().record(ONE, "aa")
        self.journal("s2").record(ONE, "bb")
        self.assertEqual(("aa", None), (self.journal().result(ONE), self.journal().result(TWO)))
        self.assertEqual("bb", self.journal("s2").result(ONE))
        self.assertIsNone(self.journal("s3").result(ONE))

    def test_knows_what_there_is_of_a_frame(self):
        self.journal().record(ONE, "aa")
        self.journal("s2").record(Piece(1, Tile(0, 0, 1, 1)), "bb")
        self.assertEqual(([ONE.tile], []), (self.journal().tiles(1), self.journal().tiles(2)))
        self.assertEqual([], self.journal("s3").tiles(1))

    def test_tells_parts_of_the_samples_apart(self):
        part = ONE._replace(part="4+12")
        self.journal().record(ONE, "aa")
        self.journal().record(part, "bb")
        self.assertEqual(("aa", "bb"), (self.journal().result(ONE), self.journal().result(part)))
        self.assertEqual([ONE.tile], self.journal().tiles(1, "4+12"))
        self.assertEqual([], self.journal().tiles(1, "12+4"))

    def test_does_not_ask_for_the_scene_before_there_is_anything_to_know(self):
        journal = Journal(self.path, lambda: self.fail("asked"), lambda: self.now)
        self.assertIsNone(journal.result(ONE))
        self.assertEqual([], journal.tiles(1))

    def test_the_last_word_counts(self):
        journal = self.journal()
        journal.record(ONE, "aa")
        journal.record(ONE, "bb")
        self.assertEqual("bb", journal.result(ONE))
        self.assertEqual("bb", self.journal().result(ONE))

    def test_a_line_that_was_cut_off_costs_nothing_but_itself(self):
        self.journal().record(ONE, "aa")
        self.journal().record(TWO, "bb")
        with open(self.path, "r+") as file:
            file.truncate(os.path.getsize(self.path) - 5)
        journal = self.journal()
        self.assertEqual(("aa", None), (journal.result(ONE), journal.result(TWO)))
        journal.record(TWO, "cc")
        self.assertEqual(("aa", "cc"), (self.journal().result(ONE), self.journal().result(TWO)))

    def test_foreign_lines_are_dropped(self):
        self.journal().record(ONE, "aa")
        with open(self.path, "a") as file:
            file.write('[]\n{"scene": 1}\n\xff\n{"scene":"s1","frame":1,"tile":[1],"result":"x","time":1}\n')
        self.assertEqual("aa", self.journal().result(ONE))
        with open(self.path) as file:
            self.assertEqual(1, len(file.readlines()))

    def test_forgets_what_no_client_keeps(self):
        self.journal().record(ONE, "aa")
        self.now += KEEP_SECONDS + 1
        self.assertIsNone(self.journal().result(ONE))
        self.assertEqual(0, os.path.getsize(self.path))
