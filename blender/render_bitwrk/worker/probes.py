# SPDX-License-Identifier: GPL-3.0-or-later
"""Feeds the worker hostile scenes before it sells anything (assurance W1): what must not happen is looked for.

The scenes are made by hostile.py and rendered just like foreign work; a harmless one has to come out right.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from typing import Callable, Dict, List, NamedTuple

from core import exr
from core.works import Tile, Work
from worker import expanded
from worker.process import Cancelled, Excess, Failed, Refused, Setup
from worker.renderer import Renderer

SIDE = 16
MAKING_SECONDS = 120
#: The huge picture takes three times side² x 16 bytes, more than any trial may have.
HUGE_SIDE, MEMORY_BYTES = 8192, 2**30
#: The widest class: what is refused for it is refused for all.
MAX_COST = 2**35
#: hostile.SECRET, and how far a channel may be from it to count as seen.
SECRET, NEAR = (0.6, 0.2, 0.4), 0.02
TITLES = {
    "plain": "a harmless scene", "registered_text": "a registered text block", "driver": "a Python driver",
    "freestyle_script": "a Freestyle script", "absolute_image": "an absolute image path",
    "relative_image": "an image path with ../", "sequencer_strip": "a picture in the sequencer",
    "output_node": "a file output node", "geometry_import": "an importing geometry node",
    "fluid_cache": "a simulation's cache", "osl_file": "an OSL file", "osl_camera": "an OSL camera",
    "huge_allocation": "a huge allocation", "endless_samples": "an endless sample count",
    "network_call": "a network call"}


class Verdict(NamedTuple):
    """What came of a scene. is_safe: it did no harm (for the harmless one: it was rendered)."""

    name: str
    is_safe: bool
    outcome: str

    @property
    def title(self) -> str:
        return TITLES[self.name]


class Probes:
    """outside: a folder that the sandbox does not show; what is in it must neither be read nor change.

    is_over: asked often; once it says yes, the trial breaks off with Cancelled.
    """

    def __init__(self, setup: Setup, outside: str, log: Callable[[str], None], is_over: Callable[[], bool] = lambda: False):
        limits = setup.limits._replace(memory_bytes=min(MEMORY_BYTES, setup.limits.memory_bytes))
        self._setup = setup._replace(limits=limits)
        self._made = os.path.join(setup.places.scenes, "hostile")
        self._marks = os.path.join(outside, "marks")
        self._secret = os.path.join(outside, "secret.png")
        self._log, self._is_over = log, is_over
        self._ears = socket.create_server(("127.0.0.1", 0))
        self._ears.setblocking(False)

    def run(self) -> List[Verdict]:
        """Makes and renders the scenes, in the order of TITLES. Raises Failed if they cannot be made."""
        renderer = Renderer(self._setup, MAX_COST, shares=True)
        try:
            self._make()
            return [self._try(renderer, name) for name in TITLES
                    if name == "plain" or os.path.exists(os.path.join(self._made, name + ".blend"))]
        finally:
            renderer.close()
            self._ears.close()
            shutil.rmtree(self._made, ignore_errors=True)

    def _make(self) -> None:
        os.makedirs(self._made)
        os.makedirs(self._marks, exist_ok=True)
        order = {"folder": self._made, "marks": self._marks, "secret": self._secret, "side": HUGE_SIDE,
                 "port": self._ears.getsockname()[1]}
        script = os.path.join(self._setup.places.code, "worker", "hostile.py")
        command = [self._setup.places.blender, "-b", "--factory-startup", "-Y", "-noaudio", "--python-exit-code", "9",
                   "-P", script, "--", json.dumps(order)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=MAKING_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as e:
            raise Failed("the hostile scenes cannot be made: %s" % e) from None
        if done.returncode:
            raise Failed("the hostile scenes cannot be made: %s" % done.stdout.decode("utf-8", "replace")[-500:])

    def _try(self, renderer: Renderer, name: str) -> Verdict:
        folder = os.path.join(self._made, name)
        os.mkdir(folder)
        path = os.path.join(folder, "scene.blend")
        os.rename(os.path.join(self._made, name + ".blend"), path)
        work = Work(Tile(0, 0, SIDE - 1, SIDE - 1), 1, [], path, name)
        result_path = os.path.join(self._made, name + ".exr")
        try:
            with open(path, "rb") as stream:
                expanded.check(stream, self._setup.limits.memory_bytes)
            with open(result_path, "wb") as out:
                renderer.render(work, folder, out, self._is_over)
            with open(result_path, "rb") as result:
                outcome = self._picture(name, result.read())
        except Cancelled:
            raise
        except (Refused, Excess) as e:
            outcome = "refused: %s" % e
        except (Failed, exr.BadPicture, expanded.TooLarge) as e:
            outcome = "failed: %s" % e
        return self._verdict(name, outcome)

    @staticmethod
    def _picture(name: str, data: bytes) -> str:
        exr.check(data, SIDE, SIDE)
        channels: Dict[str, float] = {channel.rsplit(".", 1)[-1]: plane[len(plane) // 2]
                                      for channel, plane in exr.planes(data).items() if ".Combined." in channel}
        if all(abs(channels["RGB"[i]] - SECRET[i]) < NEAR for i in range(3)):
            return "the picture shows the seller's file"
        return "rendered"

    def _verdict(self, name: str, outcome: str) -> Verdict:
        if name == "plain":
            return Verdict(name, outcome == "rendered", outcome)
        if self._was_called():
            return Verdict(name, False, "it reached the network (%s)" % outcome)
        marks = [mark for mark in os.listdir(self._marks) if mark.startswith(name)]
        if marks:
            return Verdict(name, False, "it wrote to the seller's disk (%s)" % outcome)
        if outcome.startswith("the picture shows"):
            return Verdict(name, False, outcome)
        if name in ("huge_allocation", "endless_samples"):
            return Verdict(name, outcome.startswith("refused"), outcome)
        return Verdict(name, True, "harmless (%s)" % outcome)

    def _was_called(self) -> bool:
        try:
            self._ears.accept()[0].close()
            return True
        except BlockingIOError:
            return False
