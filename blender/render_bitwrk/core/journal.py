# SPDX-License-Identifier: GPL-3.0-or-later
"""Remembers which result belongs to which tile, so that a job that was cut off buys only what is missing.

A text file, one JSON object a line, only ever appended to: a crash costs the last line at most. Results themselves stay with the
client (`-keep`, 24 h); a journal that names one which is gone does no harm.
"""

import json
import os
import threading
import time
from typing import Dict, Optional

from .jobs import Piece
from .works import Tile

# Longer than clients keep results by default; older lines are dropped when the journal is opened.
KEEP_SECONDS = 30 * 24 * 3600


class Journal:
    """scene: what the results depend on besides frame and tile, as hex hash. Thread-safe; one process writes at a time."""

    def __init__(self, path: str, scene: str, clock=time.time):
        self._path = path
        self._scene = scene
        self._clock = clock
        self._lock = threading.Lock()
        self._results: Dict[Piece, str] = {}
        self._load()

    def _load(self):
        kept, dropped = [], False
        for line in self._lines():
            entry = self._entry(line)
            if entry is None or entry["time"] < self._clock() - KEEP_SECONDS:
                dropped = True
                continue
            kept.append(line)
            if entry["scene"] == self._scene:
                self._results[Piece(entry["frame"], Tile(*entry["tile"]))] = entry["result"]
        if dropped:
            self._rewrite(kept)

    def _lines(self):
        try:
            with open(self._path, encoding="utf-8", errors="replace") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    @staticmethod
    def _entry(line: str) -> Optional[dict]:
        """None for a line that was cut off or is not ours."""
        try:
            entry = json.loads(line)
            fits = (
                isinstance(entry["scene"], str)
                and isinstance(entry["frame"], int)
                and isinstance(entry["result"], str)
                and len(entry["tile"]) == 4
                and isinstance(entry["time"], (int, float))
            )
            return entry if fits else None
        except (ValueError, KeyError, TypeError):
            return None

    def _rewrite(self, lines):
        new = self._path + ".new"
        with open(new, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        os.replace(new, self._path)

    def result(self, piece: Piece) -> Optional[str]:
        """The key of the result, hex."""
        with self._lock:
            return self._results.get(piece)

    def record(self, piece: Piece, result: str):
        """On disk when this returns, as far as the system is asked to."""
        entry = {
            "scene": self._scene,
            "frame": piece.frame,
            "tile": list(piece.tile),
            "result": result,
            "time": int(self._clock()),
        }
        with self._lock:
            self._results[piece] = result
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(json.dumps(entry, separators=(",", ":")) + "\n")
                file.flush()
                os.fsync(file.fileno())
