# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files a scene needs, and what they are called in the work (protocol §12): `//rsrc.ALIAS.data`.

Sets of UDIM tiles and image sequences are one name in the scene and many files; their aliases differ in their last digits only.
Caches are folders of files: see trees.py.
"""

import hashlib
import os
import re
from typing import List, NamedTuple, Optional, Tuple

from .trees import member
from .works import MAX_RESOURCES, Blob, Resource

FILE, UDIM, SEQUENCE, FOLDER = "file", "udim", "sequence", "folder"


class External(NamedTuple):
    """One name of a file in the scene. kind and owner: for messages, like `Image` `bricks`; path: absolute; form: one of those above.

    parts: of a FOLDER, the folders within that are sent (`.` for its own files).
    """

    kind: str
    owner: str
    path: str
    form: str = FILE
    parts: Tuple[str, ...] = (".",)


class Entry(NamedTuple):
    """A file that is sent: its alias, what the seller sees as its name, and where it is."""

    alias: str
    name: str
    path: str


class Pool:
    """Gathers the files of a scene. `missing`: externals, in words, without a file."""

    def __init__(self):
        self._entries = {}
        self.missing: List[str] = []

    @property
    def entries(self) -> List[Entry]:
        return list(self._entries.values())

    def add(self, external: External) -> Optional[str]:
        """The path that the scene has to name instead, or None if there is no file."""
        base = alias_base(external.path)
        found = list(_files(external))
        if not found:
            self.missing.append(f"{external.kind} '{external.owner}': {external.path}")
            return None
        for within, path in found:
            if external.form == FOLDER:
                alias, name = base + _digest(within), member(base, within)
            else:
                alias, name = base + within, os.path.basename(path)
            self._entries[alias] = Entry(alias, name, path)
        if external.form == UDIM:
            return f"//rsrc.{base}<UDIM>.data"
        number = _sequence(os.path.basename(external.path)) if external.form == SEQUENCE else None
        return f"//rsrc.{base}{number[1] if number else ''}.data"


def alias_base(path: str) -> str:
    """The same for the same path on every day, telling nothing about it; ends in a letter, so that digits can follow."""
    return "r" + _digest(path) + "x"


def _digest(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _files(external: External):
    """(digits that distinguish the file, path) for each file that is there; of a folder, its path within instead of digits."""
    folder, name = os.path.split(external.path)
    if external.form == FOLDER:
        for part in external.parts:
            for path, found in _names(os.path.join(external.path, part), re.compile(r"[^.].*")):
                yield os.path.normpath(os.path.join(part, found.group())).replace(os.sep, "/"), path
    elif external.form == UDIM:
        yield from _udim(folder, name)
    elif external.form == SEQUENCE and _sequence(name):
        before, _, after = _sequence(name)
        yield from _matching(folder, re.compile(re.escape(before) + "([0-9]+)" + re.escape(after)))
    elif os.path.isfile(external.path):
        yield "", external.path


def _sequence(name: str) -> Optional[Tuple[str, str, str]]:
    """Before, digits, after: the last number before the extension counts, as in Blender."""
    stem, extension = os.path.splitext(name)
    found = re.match(r"(.*?)([0-9]+)([^0-9]*)\Z", stem, re.DOTALL)
    return (found.group(1), found.group(2), found.group(3) + extension) if found else None


def _udim(folder: str, name: str):
    if "<UVTILE>" in name:
        pattern = re.escape(name).replace(re.escape("<UVTILE>"), "u([0-9]+)_v([0-9]+)", 1)
        for path, found in _names(folder, re.compile(pattern)):
            yield str(1000 + int(found.group(1)) + 10 * (int(found.group(2)) - 1)), path
    else:
        pattern = re.escape(name).replace(re.escape("<UDIM>"), "([0-9]{4})", 1)
        yield from _matching(folder, re.compile(pattern))


def _matching(folder: str, pattern):
    for path, found in _names(folder, pattern):
        yield found.group(1), path


def _names(folder: str, pattern):
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        found = pattern.fullmatch(name)
        if found and os.path.isfile(os.path.join(folder, name)):
            yield os.path.join(folder, name), found


class TooMany(ValueError):
    """The work format takes 1000 resources (protocol §12)."""


def resources(entries: List[Entry]) -> List[Resource]:
    """As the work carries them, by alias. Errors: TooMany, OSError."""
    if len(entries) > MAX_RESOURCES:
        raise TooMany(f"the scene needs {len(entries)} files, but {MAX_RESOURCES} can be sent at most: pack images, or shorten sequences")
    return [Resource(e.alias, _short(e.name), blob(e.path)) for e in sorted(entries)]


def blob(path: str) -> Blob:
    """A file as it is on disk now. Error: OSError."""
    return Blob(os.path.getsize(path), lambda: open(path, "rb"))


def _short(name: str) -> str:
    return name.encode("utf-8", "replace")[-1023:].decode("utf-8", "ignore") or "unnamed"
