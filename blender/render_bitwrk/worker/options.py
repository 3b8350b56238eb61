# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker's command line: BitWrk 0.7's options, and those for limits and the sandbox."""

import argparse
import os
import re
from typing import List

from core.article import CLASSES

#: Wall-clock seconds a piece of work, by class: formulas can be cheated, a clock cannot. The client waits 15 min.
TIME_LIMITS = {"512M": 300, "2G": 600, "8G": 840, "32G": 840}
DEVICES = ("CPU", "GPU", "CUDA", "OPTIX", "HIP", "METAL", "ONEAPI")
UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
NOTE = """Foreign scenes are rendered inside bubblewrap (Linux; package bubblewrap): no network, no home folder, the
system read-only. Where it is missing, a bug in Blender is all that a hostile scene needs to act as you: the worker
does not sell then, unless you take that risk with --sandbox auto. Either way it first renders hostile scenes of its
own and sells only if none of them does harm."""


def size(text: str) -> int:
    """Bytes of 512M, 4G and the like."""
    match = re.fullmatch(r"([0-9]+)([KMG]?)", text.upper())
    if match is None:
        raise argparse.ArgumentTypeError("%r is no size like 512M or 4G" % text)
    return int(match.group(1)) * UNITS[match.group(2)]


def positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("%r is not a number from 1 up" % text)
    return int(text)


def parse(arguments: List[str]) -> argparse.Namespace:
    """Ends the process with status 2 and a text for what is not understood."""
    parser = argparse.ArgumentParser(prog="blender-slave.py", epilog=NOTE,
                                     description="Sells rendering by Cycles through a BitWrk client.")
    parser.add_argument("--blender", required=True, metavar="PATH", help="the Blender program, of any version")
    parser.add_argument("--bitwrk-host", default="127.0.0.1", metavar="HOST", help="of the client (%(default)s)")
    parser.add_argument("--bitwrk-port", type=int, default=8081, metavar="PORT", help="of the client (%(default)s)")
    parser.add_argument("--max-cost", choices=list(CLASSES), default="2G", help="the class to sell (%(default)s)")
    parser.add_argument("--listen-port", type=int, default=0, metavar="PORT",
                        help="of the first worker, the others follow; 0: any that is free (%(default)s)")
    parser.add_argument("--listen-iface", metavar="ADDRESS", help="to listen on; empty: all (the own address)")
    parser.add_argument("--own-address", metavar="ADDRESS", help="for the client to call back (asked from the client)")
    parser.add_argument("--device", type=str.upper, choices=DEVICES, default="CPU",
                        help="CPU, any GPU, or GPUs of one type as this Blender has it (%(default)s)")
    parser.add_argument("--trusted", action="store_true", help="sell the article for buyers of trusted work")
    parser.add_argument("--parallel", type=positive, default=1, metavar="N", help="works at once (%(default)s)")
    parser.add_argument("--threads", type=positive, metavar="N", help="of a render (processors / works at once)")
    parser.add_argument("--memory", type=size, metavar="SIZE", help="of a render (3/4 of all / works at once, <= 8G)")
    parser.add_argument("--time-limit", type=positive, metavar="SECONDS", help="of a render (300 to 840 by class)")
    parser.add_argument("--output-limit", type=size, default=size("256M"), metavar="SIZE", help="of a result (256M)")
    parser.add_argument("--work-limit", type=size, default=size("2G"), metavar="SIZE", help="of a piece of work (2G)")
    parser.add_argument("--sandbox", choices=("require", "auto", "none"), default="require",
                        help="require: sell inside bubblewrap only; auto: without it where it does not work, at your "
                             "own risk; none: always without (%(default)s)")
    parser.add_argument("--end-with-parent", type=int, nargs="?", const=os.getppid(), metavar="PID",
                        help="end when the starting program has ended; its process id, for it may have ended already")
    parser.add_argument("--verbose", action="store_true", help="show what Blender prints")
    options = parser.parse_args(arguments)
    options.threads = options.threads or max(1, (os.cpu_count() or 1) // options.parallel)
    options.memory = options.memory or _default_memory(options.parallel)
    options.time_limit = options.time_limit or TIME_LIMITS[options.max_cost]
    return options


def _default_memory(parallel: int) -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(size("1G"), min(size("8G"), total * 3 // 4 // parallel))
