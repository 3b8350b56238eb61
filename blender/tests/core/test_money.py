# SPDX-License-Identifier: GPL-3.0-or-later
"""Money against the protocol's vectors."""

import json
import pathlib
import unittest

from render_bitwrk.core.money import BadMoney, Money

VECTORS = pathlib.Path(__file__).parents[3] / "src-test-data" / "vectors" / "money.json"


class MoneyTest(unittest.TestCase):
    def setUp(self):
        self.vectors = json.loads(VECTORS.read_text(encoding="utf-8"))

    def test_is_written_as_the_vectors_say(self):
        self.assertGreater(len(self.vectors["format"]), 10)
        for case in self.vectors["format"]:
            with self.subTest(case):
                self.assertEqual(case["formatted"], str(Money(case["currency"], int(case["amount"]))))

    def test_is_read_as_the_vectors_say(self):
        self.assertGreater(len(self.vectors["parse"]), 10)
        for case in self.vectors["parse"]:
            with self.subTest(case):
                if case["valid"]:
                    money = Money.parse(case["input"])
                    self.assertEqual((case["currency"], int(case["amount"])), money)
                    self.assertEqual(case["formatted"], str(money))
                else:
                    self.assertRaises(BadMoney, Money.parse, case["input"])

    def test_of_two_currencies_does_not_add_up(self):
        self.assertEqual("mBTC 3", str(Money.parse("mBTC 1").plus(Money.parse("BTC 0.002"))))
        self.assertEqual("mBTC 3", str(Money.parse("mBTC 1").times(3)))
        self.assertRaises(BadMoney, Money.parse("EUR 1").plus, Money.parse("BTC 1"))

    def test_a_fee_is_rounded_up(self):
        for price, both in (("uBTC 500", "uBTC 515"), ("satoshi 100", "satoshi 103"), ("satoshi 1", "satoshi 2"), ("EUR 0", "EUR 0")):
            self.assertEqual(Money.parse(both), Money.parse(price).with_fee())
