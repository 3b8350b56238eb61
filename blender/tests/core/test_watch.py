# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user is told when nothing moves, and what was spent."""

import json
import time
import unittest

from render_bitwrk.core.client import LocalClient
from render_bitwrk.core.money import Money
from render_bitwrk.core.watch import PATIENCE, Diagnosis, Watch
from tests.core.scripted import Scripted

ARTICLE = "net.bitwrk/blender/0/3.4/2G"
MANDATE = {"Key": 2, "Info": {"Type": 0, "Article": ARTICLE, "Price": "mBTC 2"}}


def activity(key, phase="", alive=True, accepted=False, amount="BTC 0", article=ARTICLE, kind="BUY"):
    info = {"Type": kind, "Article": article, "Alive": alive, "Accepted": accepted, "Amount": amount, "Phase": phase}
    return {"Key": key, "Info": info}


class DiagnosisTest(unittest.TestCase):
    def hint(self, activities, price=None, mandates=(), exchange="", available="BTC 1"):
        diagnosis = Diagnosis(ARTICLE, price, 1)
        diagnosis.note(activities)
        arguments = (list(mandates), exchange, Money.parse(available) if available else None)
        diagnosis.state(0, *arguments)
        return diagnosis.state(PATIENCE, *arguments).hint

    def test_says_that_it_waits_for_a_permission(self):
        self.assertIn("waits for a permission", self.hint([activity(1)]))

    def test_says_that_nobody_sells(self):
        placed = [activity(1, "PLACED", accepted=True)]
        self.assertIn(f"nobody sells {ARTICLE} for mBTC 2", self.hint(placed, mandates=[MANDATE]))
        self.assertIn("nobody sells", self.hint(placed, price="mBTC 2"))

    def test_says_that_money_is_missing(self):
        self.assertIn("not enough money: mBTC 1 are left", self.hint([activity(1)], price="mBTC 2", available="mBTC 1"))

    def test_says_that_the_exchange_does_not_answer(self):
        self.assertIn("the exchange does not answer (refused)", self.hint([activity(1)], price="mBTC 2", exchange="refused"))

    def test_is_silent_while_anything_moves(self):
        for phase in ("TRANSMITTING", "WORKING", "LOCAL (#5)"):
            self.assertEqual("", self.hint([activity(1), activity(2, phase, accepted=True)]), phase)
        self.assertEqual("", self.hint([]))
        self.assertEqual("", self.hint([activity(1, kind="SELL"), activity(2, article="foobar")]))

    def test_gives_a_bid_some_time_but_says_so_within_ten_seconds(self):
        self.assertLess(PATIENCE, 10)
        diagnosis = Diagnosis(ARTICLE, "mBTC 2", 1)
        diagnosis.note([activity(1, "PLACED", accepted=True)])
        for now in (0, PATIENCE - 0.1):
            self.assertEqual("", diagnosis.state(now, [], "", None).hint)
        self.assertNotEqual("", diagnosis.state(PATIENCE, [], "", None).hint)
        diagnosis.note([activity(1, "WORKING", accepted=True)])
        self.assertEqual("", diagnosis.state(PATIENCE + 1, [], "", None).hint)
        diagnosis.note([activity(1, "PLACED", accepted=True)])
        self.assertEqual("", diagnosis.state(PATIENCE + 2, [], "", None).hint)

    def test_adds_up_what_was_paid_by_us_since_we_began(self):
        diagnosis = Diagnosis(ARTICLE, None, 10)
        diagnosis.note([activity(9, "FINISHED", False, True, "mBTC 100"), activity(10, "FINISHED", False, True, "mBTC 1")])
        diagnosis.note([activity(11, "UNVERIFIED", True, True, "mBTC 2"), activity(12, "WORK_DISPUTED", False, True, "mBTC 4")])
        diagnosis.note([activity(11, "FINISHED", False, True, "mBTC 2"), activity(13, "LOCAL (#3)", False, True)])
        self.assertEqual("mBTC 3", str(diagnosis.state(0, [], "", None).spent))

    def test_knows_the_price_of_the_best_mandate(self):
        diagnosis = Diagnosis(ARTICLE, None, 1)
        other = {"Key": 3, "Info": {"Type": 1, "Article": ARTICLE, "Price": "mBTC 9"}}
        self.assertEqual("mBTC 2", str(diagnosis.state(0, [MANDATE, other], "", None).price))
        self.assertIsNone(diagnosis.state(0, [other], "", None).price)


class WatchTest(unittest.TestCase):
    def setUp(self):
        self.scripted = Scripted()
        self.addCleanup(self.scripted.close)

    def wait_for(self, watch, text):
        end = time.monotonic() + 60
        while text not in watch.state.hint and time.monotonic() < end:
            time.sleep(0.02)
        self.assertIn(text, watch.state.hint)

    def test_tells_why_nothing_moves(self):
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, None)
        self.addCleanup(watch.close)
        self.scripted.answers["GET /activities"] = (200, {}, json.dumps([activity(1)]).encode())
        self.wait_for(watch, "waits for a permission")

    def test_says_that_the_client_is_gone_or_strange(self):
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, None, pause=0.05)
        self.addCleanup(watch.close)
        self.scripted.answers["GET /mandates"] = (500, {}, b"broken")
        self.wait_for(watch, "does not answer (broken)")
        self.scripted.answers["GET /mandates"] = (200, {}, b"[]")
        self.scripted.answers["GET /activities"] = (200, {}, b'[{"Key": 1}]')
        self.wait_for(watch, "something unknown")
