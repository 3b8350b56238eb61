# SPDX-License-Identifier: GPL-3.0-or-later
"""What a panel shows of client and market: asked by a thread of its own for as long as somebody looks."""

import threading
import time
from typing import NamedTuple, Optional, Tuple

from . import market as markets
from .client import ASK_SECONDS, ClientFault, LocalClient
from .money import BadMoney, Money
from .own import Own

PAUSE = 2.0
# The market is asked less often: it is somebody else's computer.
MARKET_PAUSE = 20.0
# Where it did not answer: it may do so again any time.
RETRY_PAUSE = 5.0
# Nobody has looked for this long: the thread ends.
ATTENTION = 10.0
FORBIDDEN = 403


class Question(NamedTuple):
    """What to ask about. forbidden: why nothing may be called, or empty."""

    host: str
    port: int
    forbidden: str
    article: str


class Permission(NamedTuple):
    """A permission to buy the article. tiles: how many it holds with their fees, or None for any number."""

    price: Money
    tiles: Optional[int]

    @staticmethod
    def of(info: dict) -> "Permission":
        """From an element of the client's /mandates. Error: BadMoney."""
        price = Money.parse(info["Price"])
        limits = [info["TradesLeft"]] if info["UseTradesLeft"] else []
        if "MaxTotal" in info and price.amount:
            left = Money.parse(info["MaxTotal"]).amount - Money.parse(info["Committed"]).amount
            limits.append(left // price.with_fee().amount)
        return Permission(price, min(limits, default=None))


class View(NamedTuple):
    """version: the client's, empty while none answers, and then `trouble` says why. workers: idle or not, for the article. others: articles of Blender that
    further workers of this client are for.

    paid: price of our newest trade. Whatever is not told to this computer is None or empty.
    """

    version: str = ""
    trouble: str = ""
    workers: int = 0
    others: Tuple[str, ...] = ()
    permissions: Tuple[Permission, ...] = ()
    available: Optional[Money] = None
    paid: Optional[Money] = None
    market: markets.Market = markets.Market()
    asked: bool = False

    @property
    def price(self) -> Optional[Money]:
        """What to offer: the market's, else what was paid lately."""
        return self.market.price or self.paid


class Glance:
    """Thread-safe; `look` never waits."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._changed = threading.Condition()
        self._question: Optional[Question] = None
        self._looked = 0.0
        self._thread: Optional[threading.Thread] = None
        self._closed = False
        self._market, self._market_at = markets.Market(), None
        self._view = View()
        # Counts changes of the view, so that whoever draws it notices.
        self.version = 0

    def look(self, question: Question) -> View:
        """What is known; `asked` is false until there was an answer to this very question."""
        with self._changed:
            self._looked = self._clock()
            if question != self._question:
                self._question, self._view, self._market_at = question, View(), None
                self._changed.notify_all()
            if not self._closed and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._run, name="bitwrk-glance", daemon=True)
                self._thread.start()
            return self._view

    def hurry(self):
        """Something was just done that changes the answers."""
        with self._changed:
            self._market_at = None
            self._changed.notify_all()

    def close(self):
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(ASK_SECONDS)

    def _run(self):
        while True:
            with self._changed:
                if self._closed or self._clock() - self._looked > ATTENTION:
                    self._thread = None
                    return
                question = self._question
            view = self._ask(question)
            with self._changed:
                if question == self._question and not self._closed:
                    if view != self._view:
                        self._view = view
                        self.version += 1
                    self._changed.wait(PAUSE)

    def _ask(self, question: Question) -> View:
        client = LocalClient(question.host, question.port, question.forbidden)
        try:
            view = View(client.probe(), asked=True)
            view = self._details(client, question, view)
        except ClientFault as fault:
            if fault.status != FORBIDDEN:
                return View(trouble=str(fault), asked=True)
            view = view._replace(trouble="the client of another computer: what it does is shown there only")
        except (KeyError, TypeError, AttributeError, BadMoney) as e:
            return View(trouble=f"the client said something unknown ({e!r})", asked=True)
        return view._replace(market=self._ask_market(client, question))

    def _details(self, client: LocalClient, question: Question, view: View) -> View:
        own = Own.of(client.workers(), question.article)
        permissions = tuple(Permission.of(mandate["Info"]) for mandate in client.mandates_to_buy(question.article))
        try:
            available = Money.parse(client.account()["Account"]["Available"])
        except ClientFault:
            available = None  # Its exchange does not answer: own workers render all the same.
        paid = markets.lately_paid(client.activities(), question.article)
        return view._replace(workers=own.count, others=own.others, permissions=permissions, available=available, paid=paid)

    def _ask_market(self, client: LocalClient, question: Question) -> markets.Market:
        now = self._clock()
        with self._changed:
            pause = RETRY_PAUSE if self._market.is_unreached else MARKET_PAUSE
            fresh = self._market_at is not None and now - self._market_at < pause
        if not fresh:
            self._market = markets.ask(client, question.article)
            with self._changed:
                if question == self._question:
                    self._market_at = now
        return self._market
