# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel is told, by a thread that nobody waits for."""

import json
import threading
import time
import unittest

from render_bitwrk.core import glance, words
from render_bitwrk.core.glance import Glance, Permission, Question, View
from render_bitwrk.core.market import Market
from render_bitwrk.core.money import BadMoney, Money
from tests.core.scripted import Scripted
from tests.core.test_market import ARTICLE, BOOK, activity

OTHER = "net.bitwrk/blender/0/3.4/512M"


def answer(what):
    return 200, {}, json.dumps(what).encode()


class GlanceTest(unittest.TestCase):
    def setUp(self):
        worker, mandate = {"Info": {"Article": ARTICLE}, "Idle": True, "LastError": ""}, {"Type": 0, "Article": ARTICLE, "Price": "mBTC 2"}
        self.client = Scripted(
            {
                "GET /workers": answer([worker, {**worker, "Info": {"Article": "fnord"}}, {**worker, "Info": {"Article": OTHER}}]),
                "GET /mandates": answer([{"Info": {**mandate, "UseTradesLeft": True, "TradesLeft": 5}}, {"Info": {**mandate, "Type": 1}}]),
                "GET /activities": answer([activity(1, "mBTC 3")]),
            }
        )
        self.addCleanup(self.client.close)
        self.glance = Glance()
        self.addCleanup(self.glance.close)
        self.question = Question("127.0.0.1", self.client.port, "", ARTICLE)

    def see(self, question):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            view = self.glance.look(question)
            if view.asked:
                return view
            time.sleep(0.02)
        self.fail("nothing was ever told")

    def test_the_first_look_waits_for_nothing_and_the_next_one_sees(self):
        self.assertEqual(View(), self.glance.look(self.question))
        view = self.see(self.question)
        self.assertEqual(("0.8.0", "", 1, Money.parse("BTC 1")), (view.version, view.trouble, view.workers, view.available))
        self.assertEqual((Permission(Money.parse("mBTC 2"), 5),), view.permissions)
        self.assertEqual((OTHER,), view.others)
        self.assertEqual(Money.parse("mBTC 3"), view.price)
        self.assertGreater(self.glance.version, 0)

    def test_another_question_is_another_view(self):
        self.see(self.question)
        self.assertFalse(self.glance.look(self.question._replace(article="fnord")).asked)
        self.assertEqual(None, self.see(self.question._replace(article="fnord")).price)

    def test_no_client_is_trouble_in_words(self):
        self.client.close()
        self.assertIn("no BitWrk client answers", self.see(self.question).trouble)
        self.assertEqual("no leave", self.see(self.question._replace(forbidden="no leave")).trouble)

    def test_the_client_of_another_computer_is_there_though_it_tells_nothing(self):
        self.client.answers["GET /workers"] = (403, {}, b"only programs of this computer")
        view = self.see(self.question)
        self.assertEqual("0.8.0", view.version)
        self.assertIn("another computer", view.trouble)

    def test_a_market_that_was_not_reached_is_asked_again_soon(self):
        clock, book = [0.0], f"GET /articles/{ARTICLE}/book"
        self.glance = Glance(lambda: clock[0])
        self.addCleanup(self.glance.close)
        self.client.answers[book] = (502, {}, b"the exchange does not answer")
        self.assertIn("does not answer", self.see(self.question).market.trouble)
        self.client.answers[book] = answer(BOOK)
        self.client.answers["GET /query/prices"] = answer([])
        clock[0] = glance.RETRY_PAUSE
        end = time.monotonic() + 30
        while self.glance.look(self.question).market.trouble and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual((4, ""), (self.see(self.question).market.sellers, self.see(self.question).market.trouble))

    def test_nobody_looks_nobody_asks(self):
        clock = [0.0]
        self.glance = Glance(lambda: clock[0])
        self.addCleanup(self.glance.close)
        self.see(self.question)
        thread = self.glance._thread
        clock[0] = glance.ATTENTION + 1
        self.glance.hurry()
        thread.join(30)
        self.assertFalse(thread.is_alive())
        self.glance.look(self.question)
        self.assertTrue(self.glance._thread.is_alive())

    def test_closing_ends_the_thread(self):
        self.see(self.question)
        self.glance.close()
        self.assertNotIn("bitwrk-glance", [thread.name for thread in threading.enumerate()])


class WordsTest(unittest.TestCase):
    def test_prices_or_that_there_is_none(self):
        cases = (
            (View(), "Market: not asked yet"),
            (View(asked=True, market=Market(0)), "Market: nobody sells now"),
            (View(asked=True), "Market: no price is known"),
            (View(asked=True, market=Market(trouble="this exchange tells no prices")), "Market: this exchange tells no prices"),
            (View(asked=True, market=Market(1, Money.parse("mBTC 2"))), "Market: asked from mBTC 2 by 1 seller"),
            (View(asked=True, paid=Money.parse("mBTC 3")), "Market: mBTC 3 paid last"),
        )
        for view, said in cases:
            self.assertEqual(said, words.market(view))

    def test_a_price_that_is_offered_has_its_source(self):
        one = Money.parse("mBTC 1")
        known = View("0.8.0", market=Market(1, one, one, 2), paid=one, asked=True)
        cases = (
            (known, "The lowest price that is asked now"),
            (known._replace(market=Market(0, None, one, 2)), "The average price of the last day's 2 trades"),
            (known._replace(market=Market(0)), "What the last tile cost"),
            (known._replace(market=Market(0), paid=None), "No price is known (nobody sells, or has sold lately): mBTC 9 is a guess"),
            (View(), "No price is known (no client was asked yet): mBTC 9 is a guess"),
            (View("0.8.0", market=Market(trouble="this exchange tells no prices")), "No price is known (this exchange tells no prices): mBTC 9 is a guess"),
        )
        for view, said in cases:
            self.assertEqual(said, words.source(False, view, "mBTC 9"))
        self.assertEqual("The scene's price", words.source(True, known, "mBTC 9"))

    def test_sellers_are_counted_or_it_is_said_that_nobody_tells(self):
        self.assertEqual("Sold now by 2 workers of this client; how many others do, is not told", words.sellers(View(workers=2)))
        self.assertEqual("Sold now by 1 worker of this client; 3 on the exchange", words.sellers(View(workers=1, market=Market(3))))

    def test_workers_for_something_else_are_named(self):
        self.assertEqual(f"2 workers of its own, not for this but for {OTHER}", words.other_workers(View(others=(OTHER, OTHER))))
        for view in (View(), View(workers=1, others=(OTHER,))):
            self.assertEqual("", words.other_workers(view))

    def test_what_is_permitted(self):
        self.assertEqual("No permission to buy is granted", words.permissions(View(), False))
        self.assertEqual("The scene's price lets it buy: no permission is needed", words.permissions(View(), True))
        self.assertEqual("Permitted: 1 tile at mBTC 1", words.permissions(View(permissions=(Permission(Money.parse("mBTC 1"), 1),)), False))
        permissions = (Permission(Money.parse("mBTC 1"), 9), Permission(Money.parse("mBTC 2"), None))
        self.assertEqual("Permitted: any number of tiles at mBTC 2", words.permissions(View(permissions=permissions), False))

    def test_a_permission_holds_the_tiles_that_its_total_leaves(self):
        info = {"Price": "uBTC 500", "UseTradesLeft": True, "TradesLeft": 3, "MaxTotal": "mBTC 1.5", "Committed": "uBTC 0"}
        for more, tiles in (({}, 2), ({"Committed": "uBTC 515"}, 1), ({"MaxTotal": "mBTC 9"}, 3), ({"UseTradesLeft": False, "MaxTotal": "mBTC 9"}, 17)):
            self.assertEqual(tiles, Permission.of({**info, **more}).tiles)
        used_up = Permission.of({**info, "Committed": "mBTC 1.03"})
        self.assertEqual("What is left of the permission holds no tile and its fee", words.permissions(View(permissions=(used_up,)), False))
        other = Permission(Money.parse("uBTC 1"), None)
        self.assertEqual("Permitted: any number of tiles at uBTC 1", words.permissions(View(permissions=(used_up, other)), False))

    def test_a_permission_is_granted_with_the_fee_in_sight(self):
        price = Money.parse("uBTC 500")
        cases = (
            (2, None, "At most mBTC 1.03: 2 tiles, each uBTC 500 and the fee of 3 %"),
            (2, "mBTC 1", "At most mBTC 1, the fee of 3 % included: that is 1 tile"),
            (2, "mBTC 1.03", "At most mBTC 1.03, the fee of 3 % included: that is 2 tiles"),
            (2, "mBTC 9", "At most mBTC 9, the fee of 3 % included: that is 2 tiles"),
        )
        for tiles, total, said in cases:
            self.assertEqual(said, words.permission(price, tiles, Money.parse(total) if total else None))
        self.assertRaisesRegex(BadMoney, "EUR 1 is no limit", words.permission, price, 2, Money.parse("EUR 1"))
        self.assertIn("3 tiles", words.permission(Money.parse("mBTC 0"), 3, price))

    def test_a_boost_has_its_price(self):
        self.assertEqual("Boost 4: 16 tiles in place of 4, mBTC 16 in place of mBTC 4", words.boost(4, 16, 4, Money.parse("mBTC 1")))
        self.assertEqual("16 tiles a frame; no price is known", words.plan(16, None))
        self.assertEqual("1 tile a frame, mBTC 1 at most, and the fee", words.plan(1, Money.parse("mBTC 1")))
