# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture early: which part of a scene's samples comes first for the whole picture, and the files that are sent for it."""

import json
import os
import subprocess
from typing import Dict, List, Optional, Tuple

import bpy

from . import prepare, scene
from .core import canonical, samples
from .core.respool import blob
from .core.sdna import NoBlendFile
from .core.works import Blob

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "split.py")
# Of these the part with an offset goes on where the part before has stopped. Others depend on how many samples there are, which
# a part tells only in a Blender that knows subsets of samples.
PATTERNS = {"PROGRESSIVE_MULTI_JITTER", "SOBOL", "SOBOL_BURLEY", "TABULATED_SOBOL"}


def adds_up(what, channels: Tuple[str, ...], layers: Optional[List] = None) -> bool:
    """Whether the mean of two parts of the samples is the picture of all, but for the rounding of floats. layers: None for F12's."""
    cycles = what.cycles
    # Not every version has all of them.
    uneven = ("use_adaptive_sampling", "use_guiding", "time_limit", "auto_scrambling_distance", "use_sample_subset")
    if any(getattr(cycles, name, False) for name in uneven) or getattr(cycles, "scrambling_distance", 1) != 1:
        return False
    if not hasattr(cycles, "use_sample_subset") and (getattr(cycles, "sample_offset", None) != 0 or cycles.sampling_pattern not in PATTERNS):
        return False
    if any(layer.samples for layer in layers or scene.layers(what)):
        return False
    # It is a ratio of two sums. The factory's light has the property, too, where it means nothing.
    catches = any(getattr(thing, "is_shadow_catcher", False) for thing in what.objects if thing.type not in {"LIGHT", "CAMERA"})
    return not catches and samples.have_means(channels)


def chosen(what, channels: Tuple[str, ...], layers: Optional[List] = None) -> Optional[samples.Early]:
    """What this scene wants, or None."""
    percent = scene.bitwrk(what).quick
    return samples.early(what.cycles.samples, percent, adds_up(what, channels, layers)) if percent else None


def blends(prepared: prepare.Prepared, parts: Optional[samples.Early], folder: str) -> Dict[str, Blob]:
    """The files to send, by the name of the part. Error: prepare.CannotGo."""
    found = {"": prepared.blend}
    if parts is None:
        return found
    order, wanted = [], [part for part in parts if part is not None]
    for part in wanted:
        path = os.path.join(folder, f"part-{part.name}.blend")
        order.append({"path": path + ".saved", "samples": part.samples, "offset": part.offset})
    settings = os.path.join(folder, "parts.json")
    with open(settings, "w", encoding="utf-8") as file:
        json.dump(order, file)
    command = [bpy.app.binary_path, "-b", "--factory-startup", "-Y", "-noaudio", prepared.path, "--python-exit-code", "3"]
    try:
        subprocess.run(
            [*command, "-P", SCRIPT, "--", settings], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, timeout=prepare.SECONDS
        )
    except subprocess.SubprocessError as e:
        raise prepare.CannotGo(f"the scene's samples could not be split: {e}") from e
    for part, said in zip(wanted, order):
        path = said["path"][: -len(".saved")]
        try:
            canonical.write(said["path"], path, b"BITWRK_RENDER", b"bitwrk")
        except NoBlendFile as e:
            raise prepare.CannotGo(str(e)) from e
        os.remove(said["path"])
        found[part.name] = blob(path)
    return found
