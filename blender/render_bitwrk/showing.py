# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows a frame's tiles as they come, and the whole once it is there."""

import os

from . import denoising
from .core import exr, samples, tiling
from .core.canvas import Canvas
from .core.jobs import Finished


class Frame:
    """One frame of a running render in an engine's picture. Error of everything: BadPicture."""

    def __init__(self, engine, scene, running):
        self._engine, self._scene, self._running = engine, scene, running
        self._region, self._parts = running.plan.region, running.parts
        self._area = tiling.area(self._region)
        self._quick = self._final = 0
        # Final tiles that wait for the quick part below them.
        self._held = []
        refines = self._parts is not None and self._parts.rest is not None
        # Kept only where a whole is worked on.
        self._canvas = Canvas(self._region, running.channels) if running.denoised or refines else None

    @property
    def share(self) -> float:
        """How much is there, 0 to 1."""
        return (self._quick + self._final) / (self._area * (2 if self._parts else 1))

    @property
    def is_there(self) -> bool:
        return self._final == self._area

    @property
    def is_usable(self) -> bool:
        """Whether there is a picture already, if a noisy one."""
        return self._parts is not None and self._quick == self._area

    def show(self, finished: Finished):
        """Takes the file away."""
        if self._parts and finished.piece.part == self._parts.quick.name:
            self._show(finished.piece.tile, finished.path)
            self._quick += tiling.area(finished.piece.tile)
        else:
            self._held.append(finished)
        if not self._parts or self._quick == self._area:
            for held in self._held:
                self._refine(held)
            self._held = []

    def _refine(self, finished: Finished):
        tile = finished.piece.tile
        if self._parts and self._parts.rest:
            with open(finished.path, "rb") as file:
                rest = exr.planes(file.read())
            mean = samples.mean(self._canvas.cut(tile), rest, self._parts)
            with open(finished.path, "wb") as file:
                file.write(self._canvas.like(tile, mean))
        self._show(tile, finished.path)
        self._final += tiling.area(tile)

    def _show(self, tile, path: str):
        if self._canvas is not None:
            with open(path, "rb") as file:
                self._canvas.put(tile, file.read())
        self._load(tile, path)

    def complete(self):
        """Once all is there, or is good enough."""
        if not self._running.denoised:
            return
        self._engine.update_stats("", "BitWrk: denoising the picture")
        try:
            denoising.denoised(self._scene, self._running.denoised, self._canvas, self._running.folder)
        except denoising.NotDenoised as e:
            self._engine.report({"WARNING"}, f"BitWrk: {e}")
            return
        path = os.path.join(self._running.folder, "whole.exr")
        with open(path, "wb") as file:
            file.write(self._canvas.picture())
        self._load(self._region, path)

    def _load(self, tile, path: str):
        region = self._region
        result = self._engine.begin_result(tile.xmin - region.xmin, tile.ymin - region.ymin, tile.width, tile.height)
        try:
            result.load_from_file(path)
        finally:
            self._engine.end_result(result)
        os.remove(path)
