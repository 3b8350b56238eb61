# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's own workers: they render without an exchange and for nothing, if they are for the article."""

from typing import List, NamedTuple, Optional, Tuple

from .money import Money

BLENDER = "net.bitwrk/blender/"


class Own(NamedTuple):
    """count: for the article. idle: how many of these. trouble: why the last work of an idle one failed, or empty.

    others: articles of Blender that further ones are for.
    """

    count: int = 0
    idle: int = 0
    trouble: str = ""
    others: Tuple[str, ...] = ()

    @staticmethod
    def of(workers: List[dict], article: str) -> "Own":
        """From the client's /workers."""
        mine = [worker for worker in workers if worker["Info"]["Article"] == article]
        idle = [worker for worker in mine if worker["Idle"]]
        articles = (worker["Info"]["Article"] for worker in workers)
        others = tuple(each for each in articles if each != article and each.startswith(BLENDER))
        return Own(len(mine), len(idle), next((worker["LastError"] for worker in idle if worker["LastError"]), ""), others)

    def how(self, asked: Optional[Money]) -> str:
        """What those for the article do while buys wait. asked: the price at which they are offered on the exchange, or None."""
        if not self.idle:
            what = "is busy"
        elif self.trouble:
            what = f"failed ({self.trouble}) and rests"
        elif asked:
            what = f"is offered on the exchange for {asked}"
        else:
            what = "is free and should have it soon"
        return "the client's own worker " + what

    def start(self) -> str:
        """What to do where none is for the article."""
        return "start a worker here" + (f" for it, as the client's own is for {self.others[0]}" if self.others else "")
