#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sells rendering by Cycles through a BitWrk client; see --help. Only the standard library is needed."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from worker.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
