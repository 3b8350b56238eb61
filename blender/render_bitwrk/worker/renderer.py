# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps one warm Blender and renders works with it: the same scene without reloading, another in a fresh process.

That each scene gets a process of its own keeps one buyer's scene from whatever another's may have done to Blender;
a scene's further tiles, which are most, find everything loaded.
"""

import os
import shutil
import time
from typing import BinaryIO, Callable, Dict, List, Optional

from core.works import Work
from worker.limits import Usage
from worker.process import Blender, Ended, Failed, Setup

#: After so many parts, or seconds, a process is replaced, whatever it may have gathered by then.
MAX_PARTS, MAX_AGE = 500, 3600.0


class Renderer:
    """For one thread, which starts the processes and has to outlive them.

    shares: whether one process may open one scene after the other (the worker's own trials).
    """

    def __init__(self, setup: Setup, max_cost: int, shares: bool = False):
        self._setup = setup
        self._max_cost = max_cost
        self._shares = shares
        self._blender: Optional[Blender] = None
        self._scene = ""
        self._folder = ""
        self._parts = 0
        self._started = 0.0
        self.devices = []
        self._cleaned = {}
        self.starts = 0
        self._peak = Usage(0, 0)

    @property
    def peak(self) -> Usage:
        """The most that the present process, else the last one, was seen to use."""
        return self._blender.peak if self._blender else self._peak

    def warm_up(self, is_unwanted: Callable[[], bool] = lambda: False) -> None:
        """Makes sure that a process waits. Raises Failed, Refused."""
        if self._blender is not None and (not self._blender.is_alive() or self._is_old()):
            self.close()
        if self._blender is None:
            self.starts += 1
            self._blender, self._started, self._parts = Blender(self._setup), time.monotonic(), 0
            self.devices = self._guarded(lambda: self._blender.prepare(is_unwanted))

    def _is_old(self) -> bool:
        return self._parts >= MAX_PARTS or time.monotonic() - self._started > MAX_AGE

    def render(self, work: Work, folder: str, out: BinaryIO, is_unwanted: Callable[[], bool],
               deadline: Optional[float] = None) -> dict:
        """Renders the work, parsed into folder (inside the setup's scenes), to out.

        deadline: by time.monotonic(), if its time has begun before.

        The folder is this object's if it keeps() it, else the caller's to remove. A process that ends by itself in a
        further part of its scene is replaced once.
        Returns what Blender tells of the part. Raises Refused, or Failed and its kinds.
        """
        deadline = deadline or time.monotonic() + self._setup.limits.seconds
        if self._has_open(work):
            try:
                return self._guarded(lambda: self._part(work, out, deadline, is_unwanted))
            except Ended:
                # An old process may have ended for reasons of its own; a fresh one tells whether the work is to blame.
                out.seek(0)
                out.truncate()
        self._open(work, folder, deadline, is_unwanted)
        return self._guarded(lambda: self._part(work, out, deadline, is_unwanted))

    def _has_open(self, work: Work) -> bool:
        return (work.scene_hash == self._scene and self._blender is not None and not self._is_old()
                and self._blender.is_alive())

    def _open(self, work: Work, folder: str, deadline: float, is_unwanted: Callable[[], bool]) -> None:
        if self._scene and not self._shares:
            self.close()
        self._drop_folder()
        self._folder = folder
        self.warm_up(is_unwanted)
        inside = "/".join((self._blender.scenes, os.path.relpath(work.blend_path, self._setup.places.scenes)))
        self._scene = work.scene_hash
        answer = self._guarded(lambda: self._blender.ask(deadline, is_unwanted, do="open", blend=inside))
        self._cleaned = answer.get("cleaned", {})

    def keeps(self, folder: str) -> bool:
        """Whether the folder is that of the scene which is open."""
        return folder == self._folder

    def new_cleanings(self) -> Dict[str, List[str]]:
        """What was taken out of the scene that is open, by kind; once."""
        cleaned, self._cleaned = self._cleaned, {}
        return cleaned

    def _part(self, work: Work, out: BinaryIO, deadline: float, is_unwanted: Callable[[], bool]) -> dict:
        folder = "/tmp" if self._setup.sandbox.isolates else self._folder
        told = self._blender.ask(deadline, is_unwanted, do="render", tile=list(work.tile), frame=work.frame,
                                 max_cost=self._max_cost, folder=folder)
        self._blender.result(told.get("size"), out, deadline, is_unwanted)
        self._parts += 1
        return told

    def _guarded(self, order):
        try:
            return order()
        except Failed:
            self.close()
            raise

    def _drop_folder(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = ""

    def close(self) -> None:
        """Kills the process and drops its scene."""
        if self._blender is not None:
            self._blender.kill()
            self._peak = self._blender.peak
            self._blender = None
        self._scene = ""
        self._drop_folder()
