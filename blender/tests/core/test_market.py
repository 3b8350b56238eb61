# SPDX-License-Identifier: GPL-3.0-or-later
"""Prices as the exchange tells them, or why it does not."""

import json
import unittest

from render_bitwrk.core import market
from render_bitwrk.core.client import LocalClient
from render_bitwrk.core.money import Money
from tests.core.scripted import Scripted

ARTICLE = "net.bitwrk/blender/0/3.4/2G"
BOOK = {"article": ARTICLE, "buys": [], "sells": [{"price": "mBTC 2", "count": 1}, {"price": "mBTC 1.5", "count": 3}]}
SLOT = {"begin": "2026-11-30T00:00:00Z", "end": "2026-12-01T00:00:00Z", "sum": "mBTC 9", "min": "mBTC 1", "max": "mBTC 3", "count": 4}


def activity(key, amount, phase="FINISHED", tx="tx-1", article=ARTICLE, kind="BUY"):
    return {"Key": key, "Info": {"Type": kind, "Article": article, "Amount": amount, "Phase": phase, "TxId": tx}}


class MarketTest(unittest.TestCase):
    def ask(self, book, slots):
        answers = {f"GET /articles/{ARTICLE}/book": book, "GET /query/prices": slots}
        client = Scripted({call: (200, {}, json.dumps(said).encode()) for call, said in answers.items() if said is not None})
        self.addCleanup(client.close)
        return market.ask(LocalClient("127.0.0.1", client.port), ARTICLE)

    def test_the_lowest_price_asked_is_the_one_to_offer(self):
        found = self.ask(BOOK, [SLOT])
        self.assertEqual((4, Money.parse("mBTC 1.5"), Money.parse("mBTC 2.25"), 4, "", False), found)
        self.assertEqual(Money.parse("mBTC 1.5"), found.price)

    def test_where_nobody_sells_the_average_is(self):
        found = self.ask({**BOOK, "sells": []}, [SLOT, {**SLOT, "sum": "mBTC 1", "count": 1}])
        self.assertEqual((0, Money.parse("mBTC 2")), (found.sellers, found.price))

    def test_an_empty_market_has_no_price(self):
        found = self.ask({**BOOK, "sells": []}, [])
        self.assertEqual((0, None, ""), (found.sellers, found.price, found.trouble))

    def test_an_exchange_that_tells_nothing_is_named(self):
        self.assertEqual("this exchange tells no prices", self.ask(None, [SLOT]).trouble)
        for book in ([], {"sells": [{"price": "much", "count": 1}]}, {"sells": [1]}):
            self.assertIn("something unknown", self.ask(book, [SLOT]).trouble)

    def test_an_exchange_that_is_not_there_is_named(self):
        client = Scripted({f"GET /articles/{ARTICLE}/book": (502, {}, b"the exchange at http://x/ does not answer: it hung up")})
        self.addCleanup(client.close)
        self.assertEqual("the exchange at http://x/ does not answer: it hung up", market.ask(LocalClient("127.0.0.1", client.port), ARTICLE).trouble)

    def test_the_newest_paid_price_is_remembered(self):
        sold = [activity(1, "mBTC 1"), activity(7, "mBTC 3"), activity(9, "mBTC 4", tx=""), activity(10, "mBTC 5", "TRANSMITTING")]
        sold += [activity(11, "mBTC 6", kind="SELL"), activity(12, "mBTC 7", article="fnord")]
        self.assertEqual(Money.parse("mBTC 3"), market.lately_paid(sold, ARTICLE))
        self.assertIsNone(market.lately_paid([], ARTICLE))
