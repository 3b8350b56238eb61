# SPDX-License-Identifier: GPL-3.0-or-later
"""What an article costs now, as its exchange tells (protocol §8); an exchange need not tell it."""

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple, Optional

from .money import BadMoney, Money

SECONDS = 5
LONGEST = 2**20
USUAL_EXCHANGE = "http://localhost:8080/"


class Market(NamedTuple):
    """sellers: sell bids that wait now, or None if that is not told. best: the lowest of them. average, trades: of the last day.

    trouble: why little is told, or empty.
    """

    sellers: Optional[int] = None
    best: Optional[Money] = None
    average: Optional[Money] = None
    trades: int = 0
    trouble: str = ""

    @property
    def price(self) -> Optional[Money]:
        """What to offer: the lowest price asked, else the usual one."""
        return self.best or self.average


def ask(exchange: str, article: str) -> Market:
    """exchange: its URL. Two calls of at most SECONDS each."""
    try:
        book = _json(exchange, f"articles/{article}/book")
        query = urllib.parse.urlencode({"article": article, "period": "1d", "resolution": "1d"})
        slots = _json(exchange, "query/prices?" + query)
        levels = [(Money.parse(level["price"]), int(level["count"])) for level in book["sells"]]
        best = min((price for price, _ in levels), key=lambda price: price.amount, default=None)
        trades = sum(int(slot["count"]) for slot in slots)
        return Market(sum(count for _, count in levels), best, _average(slots, trades), trades)
    except urllib.error.HTTPError as e:
        e.close()
        return Market(trouble="this exchange tells no prices" if e.code == 404 else f"the exchange told no prices but {e.code}")
    except (OSError, http.client.HTTPException) as e:
        return Market(trouble=f"the exchange does not answer ({getattr(e, 'reason', None) or e})")
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


def _json(exchange: str, path: str):
    request = urllib.request.Request(exchange.rstrip("/") + "/" + path, headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return json.loads(answer.read(LONGEST).decode("utf-8"))


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
