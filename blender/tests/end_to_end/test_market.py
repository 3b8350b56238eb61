# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole: our exchange, two selling clients with a worker each, a buying client, and the add-on in Blender."""

import functools
import os
import pathlib
import signal
import unittest

from render_bitwrk.core import exr, market
from render_bitwrk.core.client import LocalClient
from render_bitwrk.core.money import Money
from tests.end_to_end.market import ARTICLE, PATIENCE, Market, children, until
from tests.in_blender.blenders import Profile

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def planes(path):
    return exr.planes(pathlib.Path(path).read_bytes())


class MarketTest(unittest.TestCase):
    """One market for all tests, as it takes long to start; each looks at its own trades only."""

    @classmethod
    def setUpClass(cls):
        cls.market = Market()
        cls.addClassCleanup(cls.market.close)
        cls.market.start_exchange()
        cls.market.start_client("seller-1", cls.market.ports["out-1"])
        cls.market.start_client("seller-2", cls.market.ports["out-2"])
        cls.market.start_client("buyer")
        for name in ("seller-1", "seller-2", "buyer"):
            cls.market.await_client(name)
        cls.market.start_worker("worker-1", "seller-1")
        cls.market.start_worker("worker-2", "seller-2")
        cls.market.await_exchange()
        cls.market.await_worker("seller-1")
        cls.market.await_worker("seller-2")
        for seller in ("seller-1", "seller-2"):
            cls.market.permit(seller, "SELL", "mBTC 1")

    def setUp(self):
        self.profile = Profile()
        self.addCleanup(self.profile.close)
        self.before = len(self.market.sales())

    def scene(self, *lines):
        return self.profile.scene("s.blend", "s.bitwrk.tiles, s.bitwrk.price = 4, 'mBTC 1.5'", *lines)

    def render(self, scene, *expressions, **more):
        return self.profile.render(scene, "bought", *expressions, port=self.market.ports["buyer"], **more)

    def sales(self):
        return self.market.sales()[self.before :]

    def assert_equal_to_cycles(self, scene, *expressions, frame=1):
        code, output = self.profile.render(scene, "plain", *expressions, engine="CYCLES", frames=("-f", str(frame)))
        self.assertEqual(0, code, output)
        plain, bought = (planes(self.profile.path(f"{name}_{frame:04}.exr")) for name in ("plain", "bought"))
        self.assertEqual(sorted(plain), sorted(bought))
        for name in plain:
            self.assertTrue(plain[name] == bought[name], f"channel {name} differs")

    def assert_nothing_is_blocked(self):
        until(lambda: self.market.account("buyer")["Blocked"] == "BTC 0", "nothing is blocked at the exchange any more")

    def test_a_picture_is_bought_from_two_sellers_and_equal_to_plain_cycles(self):
        for seller in ("seller-1", "seller-2"):
            until(lambda seller=seller: self.alive(seller, "SELL", "PLACED"), f"{seller} offers its worker")
        scene = self.scene()
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assert_equal_to_cycles(scene)
        until(lambda: len(self.sales()) == 4, "four tiles are paid")
        sellers = {self.market.account(name)["Participant"] for name in ("seller-1", "seller-2")}
        buyer = self.market.account("buyer")["Participant"]
        self.assertEqual(sellers, {seller for seller, _ in self.sales()})
        self.assertEqual({buyer}, {buyer for _, buyer in self.sales()})
        self.assert_nothing_is_blocked()
        found = until(lambda: self.asked(4), "the panel is told of four trades")
        self.assertLessEqual(Money.parse("mBTC 1").amount, found.average.amount)
        self.assertLessEqual(found.average.amount, Money.parse("mBTC 1.5").amount)

    def test_a_permission_for_so_many_tiles_buys_so_many(self):
        """As the dialog grants it, with its total left empty: the fees are no part of what tiles × price says."""
        code, output = self.render_permitted("price='mBTC 1.5', tiles=4", PATIENCE)
        self.assertEqual(0, code, output)
        until(lambda: len(self.sales()) == 4, "four tiles are paid")
        paid = [info["Amount"] for info in self.bought()[-4:]]
        spent = functools.reduce(Money.plus, map(Money.parse, paid))
        self.assertIn(f"BitWrk: done: 4 of 4 tiles | {spent} spent\n", output)
        until(lambda: self.market.json("buyer", "/mandates") == [], "the permission is used up")

    def test_a_total_that_holds_no_fee_is_named_as_the_reason(self):
        code, output = self.render_permitted("price='mBTC 1.5', tiles=4, total='mBTC 1.5'", 5)
        self.addCleanup(lambda: [self.market.get("buyer", f"/revokemandate?key={m['Key']}") for m in self.market.json("buyer", "/mandates")])
        self.assertEqual(1, code, output)
        self.assertIn("what is left of the permission is not enough for a tile of mBTC 1.5 and its fee", output)
        self.assertEqual([], self.sales())

    def render_permitted(self, terms, patience):
        """Without a price of the scene. terms: of the permission that is granted before."""
        preferences = f"p.port, p.patience = {self.market.ports['buyer']}, {patience}"
        return self.render(self.scene("s.bitwrk.price = ''"), preferences, f"bpy.ops.bitwrk.permit({terms})")

    def bought(self):
        found = (activity["Info"] for activity in self.market.json("buyer", "/activities"))
        return [info for info in found if info["Type"] == "BUY" and info["TxId"]]

    def asked(self, trades):
        """What the panel knows of the market, once it knows of so many trades."""
        found = market.ask(LocalClient("127.0.0.1", self.market.ports["buyer"]), ARTICLE)
        return found if found.trades >= trades and found.sellers is not None else None

    def test_a_worker_killed_in_the_middle_is_retried(self):
        # Long enough to be killed within; the machine may be fast.
        scene = self.scene("s.cycles.samples = 10000")
        process = self.start(scene)
        until(lambda: self.alive("seller-1", "SELL", "WORKING"), "the first seller works")
        below = children(self.market.processes["worker-1"].pid)
        self.market.end("worker-1", signal.SIGKILL)
        until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in below), "the killed worker leaves no Blender")
        output, _ = process.communicate(timeout=400)
        self.assertEqual(0, process.returncode, output)
        self.assertRegex(output, "failed [1-9][0-9]* times?, at last")
        self.assert_equal_to_cycles(scene)
        until(lambda: len(self.sales()) == 4, "four tiles are paid")
        self.assert_nothing_is_blocked()

    def start(self, scene, *expressions):
        return self.profile.start(*self.profile.arguments(scene, "bought", *expressions, port=self.market.ports["buyer"]))

    def test_a_cancel_takes_back_what_was_bid(self):
        # Less than anybody sells for.
        process = self.start(self.scene("s.bitwrk.price = 'mBTC 0.5'"))
        until(lambda: self.market.account("buyer")["Blocked"] != "BTC 0", "a bid is placed")
        self.cancel(process)
        self.assert_nothing_is_blocked()
        self.assertEqual([], self.sales())

    def cancel(self, process):
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertFalse(os.path.exists(self.profile.path("bought_0001.exr")))
        until(lambda: not self.alive("buyer", "BUY"), "the buyer's client has given up")

    def test_a_cancel_ends_what_the_own_worker_renders(self):
        self.market.start_worker("worker-3", "buyer")
        self.addCleanup(self.market.end, "worker-3")
        self.market.await_worker("buyer")
        # One tile, for the own worker alone.
        process = self.start(self.scene("s.cycles.samples, s.bitwrk.tiles = 1000000, 1", "s.render.resolution_percentage = 10"))
        until(lambda: self.alive("buyer", "BUY", "LOCAL"), "the own worker has the tile")
        rendering = self.await_work("worker-3")
        self.cancel(process)
        until(lambda: not rendering & children(self.market.processes["worker-3"].pid), "what rendered has ended")

    def alive(self, client, kind, phase=""):
        """Activities that go on, of phases that begin so."""
        found = [activity["Info"] for activity in self.market.json(client, "/activities")]
        return [info for info in found if info["Type"] == kind and info["Alive"] and info["Phase"].startswith(phase)]

    def await_work(self, worker):
        """Until a process below it has used the processor for a second, however long that takes; those that did."""

        def ticks():
            return {pid: self.ticks(pid) for pid in children(self.market.processes[worker].pid)}

        before = ticks()
        busy = until(
            lambda: {pid for pid, count in ticks().items() if count - before.get(pid, 0) >= TICKS_A_SECOND}, f"{worker} renders"
        )
        return busy

    def ticks(self, pid):
        """Of the processor, since it began; none if it has ended."""
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])
