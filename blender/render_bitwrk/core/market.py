# SPDX-License-Identifier: GPL-3.0-or-later
"""What an article costs now, as the client's exchange tells (protocol §8) through it; neither need do so."""

import urllib.parse
from typing import NamedTuple, Optional

from .client import NOT_FOUND, ClientFault, LocalClient
from .money import BadMoney, Money


class Market(NamedTuple):
    """sellers: sell bids that wait now, or None if that is not told. best: the lowest of them. average, trades: of the last day.

    trouble: why little is told, or empty. is_unreached: as the exchange did not answer.
    """

    sellers: Optional[int] = None
    best: Optional[Money] = None
    average: Optional[Money] = None
    trades: int = 0
    trouble: str = ""
    is_unreached: bool = False

    @property
    def price(self) -> Optional[Money]:
        """What to offer: the lowest price asked, else the usual one."""
        return self.best or self.average


def ask(client: LocalClient, article: str) -> Market:
    """Two calls of the client."""
    try:
        book = client.relayed(f"/articles/{article}/book")
        query = urllib.parse.urlencode({"article": article, "period": "1d", "resolution": "1d"})
        slots = client.relayed("/query/prices?" + query)
        levels = [(Money.parse(level["price"]), int(level["count"])) for level in book["sells"]]
        best = min((price for price, _ in levels), key=lambda price: price.amount, default=None)
        trades = sum(int(slot["count"]) for slot in slots)
        return Market(sum(count for _, count in levels), best, _average(slots, trades), trades)
    except ClientFault as fault:
        # Clients before 0.8 do not ask, and exchanges before 0.8 do not tell.
        if fault.status == NOT_FOUND:
            return Market(trouble="this exchange tells no prices")
        return Market(trouble=str(fault), is_unreached=True)
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        return Market(trouble=f"the exchange said something unknown ({type(e).__name__})")


def _average(slots, trades: int) -> Optional[Money]:
    if not trades:
        return None
    total = None
    for slot in slots:
        part = Money.parse(slot["sum"])
        total = part if total is None else total.plus(part)
    return Money(total.currency, total.amount // trades)


def lately_paid(activities, article: str) -> Optional[Money]:
    """The price of the newest trade of ours on an exchange, from the client's /activities."""
    for activity in sorted(activities, key=lambda each: each["Key"], reverse=True):
        info = activity["Info"]
        if info["Type"] == "BUY" and info["Article"] == article and info["TxId"] and info["Phase"] in ("FINISHED", "UNVERIFIED"):
            try:
                return Money.parse(info["Amount"])
            except BadMoney:
                return None
    return None
