#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sells rendering by Cycles through a BitWrk client; see --help. Only the standard library is needed."""

import importlib.util
import os
import sys

if importlib.util.find_spec("resource") is None:
    # Windows: neither limits nor a sandbox.
    sys.exit("workers need Linux: on this system foreign scenes could not be kept within limits; buying works here")

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from worker.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
