# SPDX-License-Identifier: GPL-3.0-or-later
"""How a render goes, and how it ended."""

import unittest

from render_bitwrk.core import progress
from render_bitwrk.core.jobs import Counts, Status
from render_bitwrk.core.money import Money


class ProgressTest(unittest.TestCase):
    spent, limit = Money.parse("mBTC 2"), Money.parse("mBTC 10")

    def status(self, waiting=0, running=0, done=0, trouble=None, failures=0):
        return Status(Counts(waiting, running, done, failures), trouble, "", 33)

    def test_while_it_goes_on_it_tells_tiles_time_and_money(self):
        said = progress.going(self.status(2, 1, 1, None, 1), self.spent, self.limit, "nobody sells")
        line = "BitWrk: 1 of 4 tiles, 1 being bought, 2 waiting, 1 failure | 0:33 left | mBTC 2 spent | mBTC 8 left of the spending limit"
        self.assertEqual(line + " | nobody sells", said)
        self.assertEqual("BitWrk: 0 of 1 tile, 1 being bought | 0:33 left", progress.going(self.status(0, 1), None, None, ""))

    def test_what_will_look_different_is_told_while_money_can_be_saved(self):
        one, two = ["missing: x.png"], ["missing: x.png", "a driver"]
        for warnings, said in ((one, "missing: x.png"), (two, "missing: x.png (and 1 more: Check Files)")):
            self.assertEqual(
                f"BitWrk: 0 of 1 tile, 1 being bought | 0:33 left | wait | {said}",
                progress.going(self.status(0, 1), None, None, "wait", warnings),
            )

    def test_at_the_end_it_tells_how_it_ended_and_nothing_of_what_went_on(self):
        cases = (
            (self.status(done=4), False, "done: 4 of 4 tiles | mBTC 2 spent", progress.DONE),
            (self.status(3, 0, 1), True, f"done, good enough: 1 of 4 tiles; {progress.KEPT} | mBTC 2 spent", progress.DONE),
            (self.status(0, 1, 1), False, f"cancelled: 1 of 2 tiles; {progress.KEPT} | mBTC 2 spent", progress.CANCELLED),
            (self.status(1, 0, 1, "no money"), False, "failed: 1 of 2 tiles | no money | mBTC 2 spent", progress.FAILED),
            (self.status(done=1, trouble="not shown"), False, "failed: 1 of 1 tile | not shown | mBTC 2 spent", progress.FAILED),
        )
        for status, is_enough, said, ending in cases:
            self.assertEqual(("BitWrk: " + said, ending), progress.over(status, self.spent, is_enough))
        self.assertEqual(("BitWrk: failed | no client", progress.FAILED), progress.failed("BitWrk: no client"))

    def test_its_parts_are_lines(self):
        self.assertEqual(["Failed: 1 of 2 tiles", "no money"], progress.lines("BitWrk: failed: 1 of 2 tiles | no money"))
