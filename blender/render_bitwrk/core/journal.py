# SPDX-License-Identifier: GPL-3.0-or-later
"""Remembers which result belongs to which tile, so that a job that was cut off buys only what is missing.

A text file, one JSON object a line, only ever appended to: a crash costs the last line at most. Results themselves stay with the
client (`-keep`, 24 h); a journal that names one which is gone does no harm.
"""

import json
import os
import threading
import time
from typing import Callable, Dict, List, Optional

from .jobs import Piece
from .works import Tile

# Longer than clients keep results by default; older lines are dropped when the journal is opened.
KEEP_SECONDS = 30 * 24 * 3600


class Journal:
    """Thread-safe; one process writes at a time.

    scene: tells what the results depend on besides frame and tile, as a text; asked once, when it is needed, as it takes its time
    for a large scene. Errors of it come out of `result` and `record`.
    """

    def __init__(self, path: str, scene: Callable[[], str], clock=time.time):
        self._path = path
        self._ask = scene
        self._scene: Optional[str] = None
        self._clock = clock
        self._lock = threading.Lock()
        self._results: Dict[Piece, str] = {}
        self._known = self._keep()

    def _keep(self) -> List[dict]:
        """Entries young enough; the others, and lines that were cut off, leave the file."""
        lines = self._lines()
        entries = [entry for entry in map(self._entry, lines) if entry and entry["time"] >= self._clock() - KEEP_SECONDS]
        if len(entries) < len(lines):
            new = self._path + ".new"
            with open(new, "w", encoding="utf-8") as file:
                file.writelines(self._line(entry) for entry in entries)
            os.replace(new, self._path)
        return entries

    def _settle(self):
        if self._scene is None:
            self._scene = self._ask()
            for entry in self._known:
                if entry["scene"] == self._scene:
                    piece = Piece(entry["frame"], Tile(*entry["tile"]), entry.get("part", ""))
                    self._results[piece] = entry["result"]

    @staticmethod
    def _line(entry: dict) -> str:
        return json.dumps(entry, separators=(",", ":")) + "\n"

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
                and isinstance(entry.get("part", ""), str)
                and len(entry["tile"]) == 4
                and isinstance(entry["time"], (int, float))
            )
            return entry if fits else None
        except (ValueError, KeyError, TypeError):
            return None

    def result(self, piece: Piece) -> Optional[str]:
        """The key of the result, hex."""
        with self._lock:
            if not self._known and self._scene is None:
                return None
            self._settle()
            return self._results.get(piece)

    def tiles(self, frame: int, part: str = "") -> List[Tile]:
        """Of this frame and part, those that have a result."""
        with self._lock:
            if not self._known and self._scene is None:
                return []
            self._settle()
            return [piece.tile for piece in self._results if (piece.frame, piece.part) == (frame, part)]

    def record(self, piece: Piece, result: str):
        """On disk when this returns, as far as the system is asked to."""
        with self._lock:
            self._settle()
            entry = {"scene": self._scene, "frame": piece.frame, "tile": list(piece.tile), "result": result}
            entry["time"] = int(self._clock())
            if piece.part:
                entry["part"] = piece.part
            self._results[piece] = result
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(self._path, "a", encoding="utf-8") as file:
                file.write(self._line(entry))
                file.flush()
                os.fsync(file.fileno())
