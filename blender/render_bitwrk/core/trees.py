# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders of files in the work, for caches whose files Blender finds by their names.

A resource that belongs into a folder is called //rsrc.ALIAS.data/PATH, with the folder's alias. Sellers that know nothing of it
(BitWrk 0.7) find a resource under its own alias only.
"""

import os
import re
from typing import Iterable, Tuple

from .works import BadWork

# No way up or out: no part is empty or begins with a point, and the depth is bounded.
_PART = r"[^/\\\0-\x1f.][^/\\\0-\x1f]{0,199}"
MEMBER = re.compile(rf"//rsrc\.([a-z0-9]{{1,127}})\.data/({_PART}(?:/{_PART}){{0,3}})")


def member(alias: str, path: str) -> str:
    """The name of the resource that is the file `path` (with slashes) in the folder."""
    return f"//rsrc.{alias}.data/{path}"


def lay_out(resources: Iterable[Tuple[str, str, str]], directory: str) -> None:
    """Gives the files that were parsed into `directory` their second names, in DIRECTORY/rsrc.ALIAS.data/.

    resources: alias, name, path. Raises BadWork for folders that cannot be.
    """
    for _, name, path in resources:
        found = MEMBER.fullmatch(name)
        if found is None:
            continue
        target = os.path.join(directory, f"rsrc.{found.group(1)}.data", *found.group(2).split("/"))
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.link(path, target)
        except OSError as e:
            raise BadWork(f"the resource {name!r} has no place: {e.strerror}") from None
