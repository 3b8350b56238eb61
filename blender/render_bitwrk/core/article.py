# SPDX-License-Identifier: GPL-3.0-or-later
"""The articles of Blender work and the cost that their classes bound (protocol section 12)."""

#: Upper bound of a part's cost, by the class's name in the article.
CLASSES = {"512M": 2**29, "2G": 2**31, "8G": 2**33, "32G": 2**35}


def article_id(major: int, minor: int, cost_class: str, trusted: bool = False) -> str:
    """The article of work for Blender MAJOR.MINOR.

    trusted: the one that only sellers trusted by the exchange's operator may sell (protocol section 8).
    Raises ValueError for an unknown class.
    """
    if cost_class not in CLASSES:
        raise ValueError("class %r is none of %s" % (cost_class, ", ".join(CLASSES)))
    return "net.bitwrk/blender/0/%d.%d/%s%s" % (major, minor, cost_class, "~trusted" if trusted else "")


def part_cost(layers: int, bounces: int, samples: int, pixels: int) -> int:
    """What a part costs, in the unit of CLASSES.

    layers: view layers in use, 1 if only one is rendered. Nothing is free: what is below 1 counts as 1.
    """
    return max(1, layers) * max(1, bounces) * max(1, samples) * max(1, pixels)
