# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture in two parts: few of a pixel's samples first, the rest later, and the mean of both."""

from array import array
from typing import Dict, NamedTuple, Optional, Tuple

# Passes that are means of samples, so that those of two parts have a mean, too; the second names are Blender 5's. Not Denoising Depth:
# there it is near the largest float where nothing is.
MEANS = {"Combined", "Normal", "UV", "Emit", "Env", "AO", "DiffCol", "GlossCol", "TransCol", "VolumeDir", "VolumeInd"}
MEANS |= {"Denoising Normal", "Denoising Albedo", "Emission", "Environment", "Ambient Occlusion"}
MEANS |= {"Diffuse Color", "Glossy Color", "Transmission Color", "Volume Direct", "Volume Indirect"}
# Passes that a pixel's first sample alone decides.
FIRSTS = {"Depth", "Position", "IndexOB", "IndexMA", "Object Index", "Material Index"}


class Part(NamedTuple):
    """Samples of a pixel: how many, and how many come before them."""

    samples: int
    offset: int = 0

    @property
    def name(self) -> str:
        return f"{self.samples}+{self.offset}"


class Early(NamedTuple):
    """quick: comes first. rest: what is added to it, or None if everything is rendered anew, and quick dropped."""

    quick: Part
    rest: Optional[Part]

    def shares(self, samples: int) -> Tuple[float, float]:
        """Of that many samples, of the quick and the final part."""
        return self.quick.samples / samples, (self.rest.samples / samples if self.rest else 1.0)

    @property
    def final(self) -> str:
        """The name of the part that makes the picture complete; empty for the scene as it is."""
        return self.rest.name if self.rest else ""


def early(samples: int, percent: int, adds_up: bool) -> Optional[Early]:
    """percent: of the samples that come first, 0 for no such part. adds_up: whether means can be built of this scene's samples."""
    quick = max(1, samples * percent // 100)
    if not 0 < percent < 100 or quick >= samples:
        return None
    return Early(Part(quick), Part(samples - quick, quick) if adds_up else None)


def have_means(channels: Tuple[str, ...]) -> bool:
    """channels: like `ViewLayer.Combined.R`."""
    return all(_pass(name) in MEANS | FIRSTS for name in channels)


def _pass(channel: str) -> str:
    """Of LAYER.PASS.CHANNEL; a layer may have dots in its name."""
    return channel.split(".")[-2]


def mean(quick: Dict[str, array], rest: Dict[str, array], parts: Early) -> Dict[str, array]:
    """Of the same channels of two pictures, weighted by their samples. What is no mean is quick's, as the first sample is in it."""
    whole = parts.quick.samples + parts.rest.samples
    a, b = parts.quick.samples / whole, parts.rest.samples / whole
    found = {}
    for name, plane in quick.items():
        is_first = _pass(name) in FIRSTS
        found[name] = plane if is_first else array("f", [a * x + b * y for x, y in zip(plane, rest[name])])
    return found
