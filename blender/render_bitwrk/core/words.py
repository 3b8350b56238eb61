# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel says, from what is known; where nothing is known it says so."""

from typing import Optional

from . import estimate
from .glance import View
from .money import FEE_PERCENT, BadMoney, Money


def sentence(text: str) -> str:
    """Not for what begins with money: the m of mBTC is no M."""
    return text[:1].upper() + text[1:]


def duration(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def client(view: View) -> str:
    if not view.asked:
        return "Looking for the client"
    money = f", {view.available} left" if view.available else ""
    return f"Client {view.version}, {count(view.workers, 'worker')} of its own for this{money}"


def other_workers(view: View) -> str:
    """That workers of the client render something else, if that is all they do; else empty."""
    if view.workers or not view.others:
        return ""
    return f"{count(len(view.others), 'worker')} of its own, not for this but for {', '.join(sorted(set(view.others)))}"


def market(view: View) -> str:
    """Prices."""
    if not view.asked:
        return "Market: not asked yet"
    found, parts = view.market, []
    if found.best:
        parts.append(f"asked from {found.best} by {count(found.sellers, 'seller')}")
    elif found.sellers == 0:
        parts.append("nobody sells now")
    if found.average:
        parts.append(f"{found.average} on average in a day ({count(found.trades, 'trade')})")
    if view.paid:
        parts.append(f"{view.paid} paid last")
    if found.trouble or not parts:
        parts.append(found.trouble or "no price is known")
    return "Market: " + ", ".join(parts)


def source(is_own: bool, view: View, guess: str) -> str:
    """Where the price that a permission offers comes from. is_own: it is the scene's. guess: what is offered where none is known."""
    if is_own:
        return "The scene's price"
    if view.market.best:
        return "The lowest price that is asked now"
    if view.market.average:
        return f"The average price of the last day's {count(view.market.trades, 'trade')}"
    if view.paid:
        return "What the last tile cost"
    reason = view.market.trouble or ("nobody sells, or has sold lately" if view.version else "no client was asked yet")
    return f"No price is known ({reason}): {guess} is a guess"


def sellers(view: View) -> str:
    """How many sell the article now."""
    if view.market.sellers is None:
        others = "how many others do, is not told"
    else:
        others = f"{view.market.sellers} on the exchange"
    return f"Sold now by {count(view.workers, 'worker')} of this client; {others}"


def permissions(view: View, has_price: bool) -> str:
    """What lets the scene's tiles be bought. has_price: the scene has one of its own."""
    if has_price:
        return "The scene's price lets it buy: no permission is needed"
    if not view.permissions:
        return "No permission to buy is granted"
    good = [each for each in view.permissions if each.tiles != 0]
    if not good:
        return "What is left of the permission holds no tile and its fee"
    best = max(good, key=lambda each: each.price.amount)
    return f"Permitted: {'any number of tiles' if best.tiles is None else count(best.tiles, 'tile')} at {best.price}"


def permission(price: Money, tiles: int, total: Optional[Money]) -> str:
    """What a permission will hold. total: its limit, if it has one, with the exchange's fee. Error: BadMoney."""
    if total is None:
        return f"At most {price.with_fee().times(tiles)}: {count(tiles, 'tile')}, each {price} and the fee of {FEE_PERCENT} %"
    if total.currency != price.currency:
        raise BadMoney(f"{total} is no limit for a price of {price}")
    holds = min(tiles, total.amount // price.with_fee().amount) if price.amount else tiles
    return f"At most {total}, the fee of {FEE_PERCENT} % included: that is {count(holds, 'tile')}"


def plan(tiles: int, price: Optional[Money]) -> str:
    text = count(tiles, "tile") + " a frame"
    return text + (f", {price.times(tiles)} at most, and the fee" if price else "; no price is known")


def boost(factor: int, tiles: int, usual: int, price: Optional[Money]) -> str:
    """What a boost changes."""
    text = f"Boost {factor}: {tiles} tiles in place of {usual}"
    return text + (f", {price.times(tiles)} in place of {price.times(usual)}" if price else "")


def probe(probe: estimate.Probe, tiles: int, at_once: int, view: View) -> str:
    """What one tile tells of all. at_once: how many may be bought at once; it takes as many sellers, as far as their number is told."""
    known = view.market.sellers
    many = min(at_once, tiles, at_once if known is None else known + view.workers)
    time = f"{duration(estimate.frame_seconds(probe, tiles, many))} with {count(many, 'seller')}" if many else "nobody sells now"
    return f"From one tile ({probe.seconds:.1f} s): {time}, {estimate.frame_price(probe, tiles) or 'free'}"
