# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user is told when nothing moves, and what was spent."""

import json
import threading
import time
import unittest
import unittest.mock

from render_bitwrk.core import client
from render_bitwrk.core import watch as module
from render_bitwrk.core.client import LocalClient
from render_bitwrk.core.money import Money
from render_bitwrk.core.own import Own
from render_bitwrk.core.watch import LONGEST_STEP, PATIENCE, Diagnosis, Unseen, Watch
from tests.core.scripted import Scripted

ARTICLE = "net.bitwrk/blender/0/3.4/2G"
MANDATE = {"Key": 2, "Info": {"Type": 0, "Article": ARTICLE, "Price": "mBTC 2"}}


def activity(key, phase="", alive=True, accepted=False, amount="BTC 0", article=ARTICLE, kind="BUY"):
    info = {"Type": kind, "Article": article, "Alive": alive, "Accepted": accepted, "Amount": amount, "Phase": phase}
    return {"Key": key, "Info": info}


class DiagnosisTest(unittest.TestCase):
    def hint(self, activities, price=None, mandates=(), exchange="", available="BTC 1", waits_for="", own=Own()):
        diagnosis = Diagnosis(ARTICLE, price, 1)
        diagnosis.note(activities)
        arguments = (list(mandates), exchange, Money.parse(available) if available else None, waits_for, own)
        diagnosis.state(0, *arguments)
        return diagnosis.state(PATIENCE, *arguments).hint

    def test_says_that_it_waits_for_a_permission(self):
        self.assertIn("waits for a permission", self.hint([activity(1)]))

    def test_says_that_nobody_sells(self):
        placed = [activity(1, "PLACED", accepted=True)]
        self.assertIn(f"nobody sells {ARTICLE} for mBTC 2", self.hint(placed, mandates=[MANDATE]))
        self.assertIn("nobody sells", self.hint(placed, price="mBTC 2"))

    def test_says_that_the_rest_of_a_permission_is_not_enough(self):
        words = "what is left of the permission is not enough for a tile of mBTC 2 and its fee: grant another one"
        for told in ("", f"a mandate to buy {ARTICLE}, given on the client's page, or a price"):
            self.assertIn(words, self.hint([activity(1)], mandates=[MANDATE], waits_for=told))
        self.assertNotIn(words, self.hint([activity(1), activity(2, "PLACED", accepted=True)], mandates=[MANDATE]))
        self.assertNotIn(words, self.hint([activity(1)], mandates=[MANDATE], exchange="refused"))

    def test_no_worker_is_to_be_started_where_there_is_one(self):
        workers = [{"Info": {"Article": ARTICLE}, "Idle": False, "LastError": "old"}, {"Info": {"Article": "fnord"}}]
        cases = (
            (workers, "offer more, or wait; the client's own worker is busy"),
            ([{**workers[0], "Idle": True}], "or wait; the client's own worker failed (old) and rests"),
            (workers[1:], "offer more, wait, or start a worker here"),
            ([{"Info": {"Article": ARTICLE + "~trusted"}}], f"or start a worker here for it, as the client's own is for {ARTICLE}~trusted"),
        )
        for told, words in cases:
            self.assertIn(words, self.hint([activity(1)], price="mBTC 2", own=Own.of(told, ARTICLE)))
        free = Own.of([{**workers[0], "Idle": True, "LastError": ""}], ARTICLE)
        sells = activity(2, "PLACED", accepted=True, amount="mBTC 3", kind="SELL")
        self.assertIn("worker is offered on the exchange for mBTC 3", self.hint([activity(1), sells], price="mBTC 2", own=free))
        self.assertIn("worker is free", self.hint([activity(1), activity(2, "", kind="SELL")], price="mBTC 2", own=free))
        busy = Own.of(workers, ARTICLE)
        self.assertIn("(or give a price); the client's own worker is busy", self.hint([activity(1)], own=busy))
        self.assertIn("can render; the client's own worker is busy", self.hint([activity(1)], price="mBTC 2", exchange="no", own=busy))

    def test_says_what_the_client_says(self):
        other = "the match of the bid before it (limit: -num-unmatched-bids)"
        self.assertEqual("waits for " + other, self.hint([activity(1)], mandates=[MANDATE], waits_for=other))
        self.assertEqual("waits for " + other, self.hint([activity(1)], price="mBTC 2", waits_for=other))
        self.assertIn("nobody sells", self.hint([activity(1)], mandates=[MANDATE], waits_for="somebody to sell at mBTC 2"))

    def test_says_that_money_is_missing(self):
        self.assertIn("not enough money: mBTC 1 are left", self.hint([activity(1)], price="mBTC 2", available="mBTC 1"))

    def test_says_that_the_exchange_does_not_answer(self):
        self.assertIn("the exchange does not answer (refused)", self.hint([activity(1)], price="mBTC 2", exchange="refused"))

    def test_is_silent_while_anything_moves(self):
        for phase in ("TRANSMITTING", "WORKING", "LOCAL (#5)"):
            self.assertEqual("", self.hint([activity(1), activity(2, phase, accepted=True)]), phase)
        self.assertEqual("", self.hint([]))
        self.assertEqual("", self.hint([activity(1, kind="SELL"), activity(2, article="foobar")]))

    def test_waits_where_buys_go_on_and_none_is_at_a_sellers(self):
        for activities, waits in (([], False), ([activity(1)], True), ([activity(1), activity(2, "WORKING")], False), ([activity(1, "", False)], False)):
            diagnosis = Diagnosis(ARTICLE, None, 1)
            diagnosis.note(activities)
            self.assertEqual(waits, diagnosis.state(0, [], "", None).waits)

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

    def test_tells_a_price_in_a_currency_that_a_limit_does_not_hold(self):
        mandates = [{"Info": {**MANDATE["Info"], "Price": price}} for price in ("mBTC 1", "EUR 2")]
        limit = Money.parse("mBTC 5")
        self.assertEqual(Money.parse("EUR 2"), Diagnosis(ARTICLE, None, 1).state(0, mandates, "", None).beyond(limit))
        self.assertIsNone(Diagnosis(ARTICLE, None, 1).state(0, mandates[:1], "", None).beyond(limit))
        self.assertIsNone(Diagnosis(ARTICLE, "mBTC 1", 1).state(0, mandates, "", None).beyond(limit), "the price is what is offered")
        self.assertIsNotNone(Unseen("EUR 2", 0).state(0).beyond(limit))

    def test_adds_up_what_was_paid_by_us_since_we_began(self):
        diagnosis = Diagnosis(ARTICLE, None, 10)
        diagnosis.note([activity(9, "FINISHED", False, True, "mBTC 100"), activity(10, "FINISHED", False, True, "mBTC 1")])
        diagnosis.note([activity(11, "UNVERIFIED", True, True, "mBTC 2"), activity(12, "WORK_DISPUTED", False, True, "mBTC 4")])
        diagnosis.note([activity(11, "FINISHED", False, True, "mBTC 2"), activity(13, "LOCAL (#3)", False, True)])
        self.assertEqual("mBTC 3", str(diagnosis.state(0, [], "", None).spent))

    def test_knows_the_price_of_the_best_mandate(self):
        diagnosis = Diagnosis(ARTICLE, None, 1)
        other = {"Key": 3, "Info": {"Type": 0, "Article": ARTICLE, "Price": "mBTC 1"}}
        self.assertEqual("mBTC 2", str(diagnosis.state(0, [MANDATE, other], "", None).price))
        self.assertIsNone(diagnosis.state(0, [], "", None).price)


class UnseenTest(unittest.TestCase):
    def test_says_where_to_look_and_gives_up_only_when_nothing_can_come_any_more(self):
        unseen = Unseen(None, 100)
        early = unseen.state(100 + PATIENCE - 1)
        self.assertEqual(("", ""), (early.hint, early.remark))
        state = unseen.state(100 + PATIENCE)
        self.assertEqual(("", True), (state.hint, "is a worker registered" in state.remark))
        unseen.bought(200)
        self.assertEqual("", unseen.state(200).remark)
        self.assertEqual("", unseen.state(200 + LONGEST_STEP - 1).hint)
        self.assertIn("no tile has come for 15 minutes", unseen.state(200 + LONGEST_STEP).hint)

    def test_counts_each_tile_at_the_price_that_was_offered(self):
        unseen = Unseen("mBTC 2", 0)
        self.assertIsNone(unseen.state(0).counted)
        unseen.bought(1)
        unseen.bought(2)
        state = unseen.state(2)
        self.assertEqual((None, "mBTC 4", "mBTC 2"), (state.spent, str(state.counted), str(state.price)))


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

    def test_asks_what_a_buy_waits_for(self):
        self.scripted.answers["GET /mandates"] = (200, {}, json.dumps([MANDATE]).encode())
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, None, pause=0.05)
        self.addCleanup(watch.close)
        self.scripted.answers["GET /activities/7"] = (200, {}, json.dumps({**activity(7), "WaitsFor": "the moon"}).encode())
        self.scripted.answers["GET /activities"] = (200, {}, json.dumps([activity(7)]).encode())
        self.wait_for(watch, "waits for the moon")
        del self.scripted.answers["GET /activities/7"]
        self.wait_for(watch, "what is left of the permission is not enough")

    def test_looks_a_last_time_until_all_is_paid_but_not_for_long(self):
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, "mBTC 2", pause=3600)
        looks = []

        def activities(handler, body):
            looks.append(1)
            last = [activity(1, "FINISHED", False, True, "mBTC 2"), activity(2, "UNVERIFIED", len(looks) < 3, True, "mBTC 1")]
            return 200, {}, json.dumps(last).encode()

        self.scripted.answers["GET /activities"] = activities
        with unittest.mock.patch.object(module, "LAST_SECONDS", 60):
            watch.close()
        self.assertEqual((3, "mBTC 3"), (len(looks), str(watch.state.spent)))
        end, answered = threading.Event(), []
        self.addCleanup(end.set)
        self.scripted.answers["GET /activities"] = (200, {}, b"[]")
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, "mBTC 2", pause=3600)
        self.scripted.answers["GET /activities"] = lambda handler, body: answered.append(end.wait(60))
        with unittest.mock.patch.object(client, "ASK_SECONDS", 300):
            watch.close()
        self.assertEqual([], answered, "it waited for the answer")

    def test_says_that_the_client_is_gone_or_strange(self):
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, None, pause=0.05)
        self.addCleanup(watch.close)
        self.scripted.answers["GET /mandates"] = (500, {}, b"broken")
        self.wait_for(watch, "does not answer (broken)")
        self.scripted.answers["GET /mandates"] = (200, {}, b"[]")
        self.scripted.answers["GET /activities"] = (200, {}, b'[{"Key": 1}]')
        self.wait_for(watch, "something unknown")

    def test_goes_on_where_the_client_does_not_let_this_computer_look(self):
        self.scripted.answers["GET /activities"] = (403, {}, b"only programs of this computer may do this")
        watch = Watch(LocalClient("127.0.0.1", self.scripted.port), ARTICLE, "mBTC 2", pause=0.05)
        self.addCleanup(watch.close)
        watch.bought()
        end = time.monotonic() + 60
        while watch.state.counted is None and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(("mBTC 2", ""), (str(watch.state.counted), watch.state.hint))
