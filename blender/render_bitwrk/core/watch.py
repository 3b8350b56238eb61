# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at what the client says about our buys: what they cost, and why nothing moves, in words with a way out.

The wire tells money and phases in `/activities` only (protocol §11), so this is what is asked, once a second.
"""

import threading
import time
from typing import Dict, List, NamedTuple, Optional, Tuple

from .client import ClientFault, LocalClient
from .money import BadMoney, Money
from .own import Own

# A bid that nobody has taken for this long is worth a word (the issue: said within 10 s).
PATIENCE = 6
# The seller can get itself paid from the receipt on (protocol §9): it counts as spent.
PAID = {"UNVERIFIED", "FINISHED"}
# Nothing of these is going on at a seller's.
IDLE = {"", "INQUEUE", "PLACED"}
# Protocol §9: no step of a transaction takes longer, so a tile that has not come by then will not.
LONGEST_STEP = 900
FORBIDDEN = 403
# How long the last looks may take together.
LAST_SECONDS = 3
# What the client says that a buy waits for (its `WaitsFor`), where it is one of those that are told otherwise here.
FOR_A_MANDATE, FOR_A_SELLER = "a mandate", "somebody"


class Seen(NamedTuple):
    """One activity of ours."""

    alive: bool
    accepted: bool
    amount: str
    phase: str


class State(NamedTuple):
    """hint: why nothing moves and what to do, or empty. spent: without the exchange's fee, or None if nothing was. price: of a piece, as far as known.

    waits: nothing of ours is at a seller's now. remark: what a hint may be about to say, which is no failure. counted: what a spending limit goes by. offered: every price at which
    the client may buy, as far as known.
    """

    hint: str
    spent: Optional[Money]
    price: Optional[Money]
    remark: str = ""
    counted: Optional[Money] = None
    offered: Tuple[Money, ...] = ()
    waits: bool = False

    def beyond(self, limit: Money) -> Optional[Money]:
        """An offered price that the limit cannot hold, as it is of another currency."""
        return next((price for price in self.offered if price.currency != limit.currency), None)


class Diagnosis:
    """Pure: from the client's answers to a state. Keeps what has been paid, as the client forgets all but the last 100."""

    def __init__(self, article: str, price: Optional[str], first_key: int):
        self.article = article
        self._price = price
        self._first_key = first_key
        self._seen: Dict[int, Seen] = {}
        # The lowest price of a bid that offers the client's own workers.
        self._asked: Optional[Money] = None
        self._quiet_since: Optional[float] = None

    def note(self, activities: List[dict]):
        sells = [a["Info"] for a in activities if a["Info"]["Type"] == "SELL" and a["Info"]["Article"] == self.article]
        bids = (Money.parse(info["Amount"]) for info in sells if info["Alive"] and info["Phase"] == "PLACED")
        self._asked = min(bids, key=lambda price: price.amount, default=None)
        for activity in activities:
            info = activity["Info"]
            if info["Type"] == "BUY" and info["Article"] == self.article and activity["Key"] >= self._first_key:
                self._seen[activity["Key"]] = Seen(info["Alive"], info["Accepted"], info["Amount"], info["Phase"])

    @property
    def goes_on(self) -> bool:
        """Whether any buy of ours does."""
        return any(seen.alive for seen in self._seen.values())

    @property
    def held_back(self) -> Optional[int]:
        """Key of the first of our buys, if all of them wait and none has a bid out; else None."""
        alive = {key: seen for key, seen in self._seen.items() if seen.alive}
        return min(alive) if self.waits and not any(seen.accepted for seen in alive.values()) else None

    def state(self, now: float, mandates: List[dict], exchange: str, available: Optional[Money], waits_for: str = "", own: Own = Own()) -> State:
        """mandates: to buy the article. exchange: why it does not answer, or empty. available: money on the account, or None if unknown.

        waits_for: what the buy that is held back waits for, in the client's words, or empty. own: the client's own workers.
        """
        offered = self._offered(mandates)
        price = max(offered, key=lambda p: p.amount, default=None)
        hint = self._why_quiet(price, exchange, available, waits_for, own) if self._is_quiet(now) else ""
        spent = self._spent()
        return State(hint, spent, price, counted=spent, offered=offered, waits=self.waits)

    def _offered(self, mandates: List[dict]) -> Tuple[Money, ...]:
        texts = [self._price] if self._price else []
        if not self._price:
            texts = [mandate["Info"]["Price"] for mandate in mandates]
        return tuple(Money.parse(text) for text in texts)

    @property
    def waits(self) -> bool:
        """Whether buys of ours go on, but none is at a seller's."""
        return self.goes_on and all(seen.phase in IDLE for seen in self._seen.values() if seen.alive)

    def _is_quiet(self, now: float) -> bool:
        """It waits for some time already."""
        if not self.waits:
            self._quiet_since = None
            return False
        if self._quiet_since is None:
            self._quiet_since = now
        return now - self._quiet_since >= (PATIENCE if self.held_back is None else 2)

    def _why_quiet(self, price: Optional[Money], exchange: str, available: Optional[Money], waits_for: str, own: Own) -> str:
        if price is None:
            here = f"; {own.how(self._asked)}" if own.count else f", or {own.start()}"
            return f"waits for a permission to buy: grant one in the BitWrk panel (or give a price){here}"
        if exchange:
            here = f"; {own.how(self._asked)}" if own.count else ""
            return f"the exchange does not answer ({exchange}): only workers registered with this client can render{here}"
        if self.held_back is not None and not self._price and (not waits_for or waits_for.startswith(FOR_A_MANDATE)):
            return f"what is left of the permission is not enough for a tile of {price} and its fee: grant another one in the BitWrk panel"
        if waits_for and not waits_for.startswith((FOR_A_MANDATE, FOR_A_SELLER)):
            return "waits for " + waits_for
        if available is not None and available.currency == price.currency and available.amount < price.amount:
            return f"not enough money: {available} are left, a tile costs {price} at most: pay in, or lower the price"
        here = f"or wait; {own.how(self._asked)}" if own.count else f"wait, or {own.start()}"
        return f"nobody sells {self.article} for {price} now: offer more, {here}"

    def _spent(self) -> Optional[Money]:
        total = None
        for seen in self._seen.values():
            if seen.phase in PAID:
                amount = Money.parse(seen.amount)
                total = amount if total is None else total.plus(amount)
        return total


class Unseen:
    """Pure: in place of a Diagnosis where the client of another computer lets this one buy (`-allow-buy`), but not look.

    What tiles cost is not told: a limit counts each at the price that was offered, though own workers take nothing.
    """

    def __init__(self, price: Optional[str], now: float):
        self._price = Money.parse(price) if price else None
        self._since = now
        self._counted: Optional[Money] = None

    def bought(self, now: float):
        """A tile came."""
        self._since = now
        if self._price is not None:
            self._counted = self._price if self._counted is None else self._counted.plus(self._price)

    def state(self, now: float) -> State:
        quiet = now - self._since
        advice = "is a worker registered with the client there? Its page tells"
        hint = f"no tile has come for {LONGEST_STEP // 60} minutes: {advice}" if quiet >= LONGEST_STEP else ""
        remark = f"waiting for the client's computer, which alone knows how it goes: {advice}" if quiet >= PATIENCE else ""
        return State(hint, None, self._price, remark, self._counted, (self._price,) if self._price else ())


class Watch:
    """Asks the client once a second, in a thread of its own, until closed."""

    def __init__(self, client: LocalClient, article: str, price: Optional[str], pause: float = 1.0):
        self._client = client
        self._unseen = None
        newest = self._newest_key()
        if newest is None:
            self._unseen = Unseen(price, time.monotonic())
        self._diagnosis = Diagnosis(article, price, (newest or 0) + 1)
        self._pause = pause
        self._end = threading.Event()
        self.state = State("", None, Money.parse(price) if price else None)
        # Permissions that are granted already tell prices before the first tile is bought.
        self._look(asks_money=False)
        self._thread = threading.Thread(target=self._run, name="bitwrk-watch", daemon=True)
        self._thread.start()

    def _newest_key(self) -> Optional[int]:
        """None if the client does not tell this computer."""
        try:
            return max((activity["Key"] for activity in self._client.activities()), default=0)
        except ClientFault as fault:
            if fault.status != FORBIDDEN:
                raise
            return None

    def bought(self):
        """To be called for each tile that was bought."""
        if self._unseen is not None:
            self._unseen.bought(time.monotonic())

    def close(self):
        """Looks a last time, for what has been spent; until nothing of ours goes on any more, if that is within LAST_SECONDS."""
        self._end.set()
        self._thread.join(LAST_SECONDS)

    def _run(self):
        while not self._end.wait(self._pause):
            self._look()
        end = time.monotonic() + LAST_SECONDS
        self._look(asks_money=False)
        while self._diagnosis.goes_on and time.monotonic() < end:
            time.sleep(0.1)
            self._look(asks_money=False)

    def _look(self, asks_money: bool = True):
        if self._unseen is not None:
            self.state = self._unseen.state(time.monotonic())
            return
        try:
            self._diagnosis.note(self._client.activities())
            mandates = self._client.mandates_to_buy(self._diagnosis.article)
            asks_money = asks_money and (self.state.hint or self.state.spent is None)
            exchange, available = self._money() if asks_money else ("", None)
            key = self._diagnosis.held_back
            waits_for = "" if key is None else self._client.waits_for(key)
            own = Own.of(self._client.workers(), self._diagnosis.article) if self._diagnosis.waits else Own()
            self.state = self._diagnosis.state(time.monotonic(), mandates, exchange, available, waits_for, own)
        except ClientFault as fault:
            self.state = self.state._replace(hint=f"the BitWrk client does not answer ({fault}): start it again")
        except (KeyError, TypeError, BadMoney) as e:
            self.state = self.state._replace(hint=f"the BitWrk client said something unknown ({e!r}): is it newer than this add-on?")

    def _money(self):
        try:
            return "", Money.parse(self._client.account()["Account"]["Available"])
        except ClientFault as fault:
            return str(fault), None
