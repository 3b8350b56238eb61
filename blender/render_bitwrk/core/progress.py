# SPDX-License-Identifier: GPL-3.0-or-later
"""How a render goes, or how it ended, in words: one text, whose parts are lines of the panel."""

from typing import List, Optional, Sequence, Tuple

from . import words
from .jobs import Counts, Status
from .money import Money

NAME = "BitWrk: "
BETWEEN = " | "
# How it ended.
DONE, CANCELLED, FAILED = "done", "cancelled", "failed"
PREPARING = NAME + "preparing the scene"
NOTHING_MISSING = NAME + DONE + ": no frame was missing"
KEPT = "what was bought is kept for the next time"


def going(status: Status, spent: Optional[Money], limit: Optional[Money], hint: str, warnings: Sequence[str] = ()) -> str:
    """While it goes on. warnings: what will look different, so that nobody pays for all of it before seeing that."""
    counts = status.counts
    parts = [f"{_came(counts)}, {counts.running} being bought"]
    if counts.waiting:
        parts[0] += f", {counts.waiting} waiting"
    if counts.failures:
        parts[0] += ", " + words.count(counts.failures, "failure")
    if status.seconds_left is not None and not status.is_over:
        parts.append(f"{words.duration(status.seconds_left)} left")
    if spent is not None:
        parts.append(f"{spent} spent")
    if limit is not None:
        rest = limit if spent is None or spent.currency != limit.currency else Money(limit.currency, limit.amount - spent.amount)
        parts.append(f"{rest} left of the spending limit")
    first = f"{warnings[0]}{f' (and {len(warnings) - 1} more: Check Files)' if len(warnings) > 1 else ''}" if warnings else ""
    return _text(*parts, hint, first)


def over(status: Status, spent: Optional[Money], is_enough: bool) -> Tuple[str, str]:
    """(text, DONE, CANCELLED or FAILED). is_enough: the user stopped it, content with what there is."""
    counts, paid = status.counts, f"{spent} spent" if spent else ""
    if status.trouble is not None:
        return _text(f"{FAILED}: {_came(counts)}", status.trouble, paid), FAILED
    if counts.done == counts.total:
        return _text(f"{DONE}: {_came(counts)}", paid), DONE
    if is_enough:
        return _text(f"{DONE}, good enough: {_came(counts)}; {KEPT}", paid), DONE
    return _text(f"{CANCELLED}: {_came(counts)}; {KEPT}", paid), CANCELLED


def failed(reason: str) -> Tuple[str, str]:
    """The same where nothing is known of tiles."""
    return _text(FAILED, reason.replace(NAME, "")), FAILED


def cancelled() -> Tuple[str, str]:
    return _text(f"{CANCELLED}; {KEPT}"), CANCELLED


def lines(text: str) -> List[str]:
    """For the panel."""
    return [words.sentence(part) if number == 0 else part for number, part in enumerate(text.replace(NAME, "", 1).split(BETWEEN))]


def _came(counts: Counts) -> str:
    return f"{counts.done} of {words.count(counts.total, 'tile')}"


def _text(*parts: str) -> str:
    return NAME + BETWEEN.join(part for part in parts if part)
