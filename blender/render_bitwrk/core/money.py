# SPDX-License-Identifier: GPL-3.0-or-later
"""Money as texts of protocol §3: whole numbers of the currency's smallest unit, never floating point."""

import re
from typing import NamedTuple

# Symbol -> currency, smallest units in one, digits allowed before the point.
_UNITS = {
    "BTC": ("BTC", 10**8, 9),
    "mBTC": ("BTC", 10**5, 12),
    "uBTC": ("BTC", 10**2, 15),
    "satoshi": ("BTC", 1, 17),
    "EUR": ("EUR", 10**9, 8),
    "€": ("EUR", 10**9, 8),
    "USD": ("USD", 10**9, 8),
    "$": ("USD", 10**9, 8),
    "BRL": ("BRL", 10**9, 8),
    "R$": ("BRL", 10**9, 8),
    "GBP": ("GBP", 10**9, 8),
    "£": ("GBP", 10**9, 8),
}
_TEXT = re.compile(r"([A-Za-z]*[$€£]?) ?(-?)([0-9]+)(?:\.([0-9]+))?\Z", re.ASCII)
_LARGEST = 2**63 - 1
FEE_PERCENT = 3


class BadMoney(ValueError):
    """A text that is no amount of money; the message says what would be one."""


class Money(NamedTuple):
    """An amount in smallest units (10^-8 BTC, 10^-9 of the others)."""

    currency: str
    amount: int

    @staticmethod
    def parse(text: str) -> "Money":
        """Reads `mBTC 1.5` and the like. Error: BadMoney."""
        found = _TEXT.match(text)
        if not found or found.group(1) not in _UNITS:
            raise BadMoney(f"'{text[:40]}' is no amount of money; 'mBTC 1.5' would be one")
        currency, scale, digits = _UNITS[found.group(1)]
        whole, decimals = found.group(3), found.group(4) or ""
        if len(whole) > digits or 10 ** len(decimals) > scale:
            raise BadMoney(f"'{text[:40]}' has more digits than {found.group(1)} can have")
        amount = int(whole) * scale + int(decimals or "0") * scale // 10 ** len(decimals)
        if amount > _LARGEST:
            raise BadMoney(f"'{text[:40]}' is too much")
        return Money(currency, -amount if found.group(2) else amount)

    def __str__(self) -> str:
        units = [(s, u[1]) for s, u in _UNITS.items() if u[0] == self.currency and s.isalpha() and s != "satoshi"]
        size = abs(self.amount)
        symbol, scale = next(((s, u) for s, u in units if size >= u), units[-1])
        if size == 0:
            symbol, scale = units[0]
        text = str(size // scale)
        decimals = str(size % scale).rjust(len(str(scale)) - 1, "0").rstrip("0")
        sign = "-" if self.amount < 0 else ""
        return f"{symbol} {sign}{text}" + (f".{decimals}" if size % scale else "")

    def plus(self, other: "Money") -> "Money":
        """Error: BadMoney if the currencies differ."""
        if self.currency != other.currency:
            raise BadMoney(f"{self} and {other} are of different currencies")
        return Money(self.currency, self.amount + other.amount)

    def with_fee(self) -> "Money":
        """What a buyer needs for it: 3 %, rounded up to the smallest unit, go to the exchange (protocol §6)."""
        return Money(self.currency, self.amount - self.amount * FEE_PERCENT // -100)

    def times(self, count: int) -> "Money":
        return Money(self.currency, self.amount * count)
