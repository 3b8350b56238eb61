# SPDX-License-Identifier: GPL-3.0-or-later
"""What a .blend file holds that no picture shows: what is selected, how and where results are saved, and a scene's own settings of ours.

The copy that is sent is the same whatever these are: nothing is bought again for them, and no seller is told what a buyer would pay.
"""

import struct
from typing import Dict, Iterable, List, NamedTuple, Optional, Set, Tuple

from .blendfile import Head, Reader
from .sdna import Structures

_ALL = -1
# What differs from one save to the next, what is selected, active or shown in editors, where and as what results are saved: structure, field,
# bits that are cleared (Blender's source, makesdna/DNA_*.h).
_CLEARED = (
    (b"ID", b"session_uuid", _ALL),
    (b"ID", b"session_uid", _ALL),
    (b"ID", b"recalc", _ALL),
    (b"ID", b"recalc_up_to_undo_push", _ALL),
    (b"ID", b"recalc_after_undo_push", _ALL),
    (b"FileGlobal", b"filename", _ALL),
    (b"FileGlobal", b"filepath", _ALL),
    (b"Object", b"flag", 1),
    (b"Object", b"base_flag", 1),
    (b"Base", b"flag", 1),
    (b"Base", b"flag_legacy", 1),
    (b"ViewLayer", b"*basact", _ALL),
    (b"FCurve", b"flag", 1 | 2 | 4),
    (b"bActionGroup", b"flag", 1 | 2),
    (b"ActionSlot", b"slot_flags", 1 | 2 | 4),
    (b"BezTriple", b"f1", 1),
    (b"BezTriple", b"f2", 1),
    (b"BezTriple", b"f3", 1),
    (b"bNode", b"flag", 1 | 16),
    (b"RenderData", b"pic", _ALL),
    (b"ImageFormatData", b"linear_colorspace_settings", _ALL),
    (b"RenderData", b"psfra", _ALL),
    (b"RenderData", b"pefra", _ALL),
)
# The same of what has to be a value that Blender knows: an 8-bit PNG with alpha.
_FIXED = (
    (b"RenderData", b"frame_step", 1),
    (b"ImageFormatData", b"imtype", 17),
    (b"ImageFormatData", b"media_type", 0),
    (b"ImageFormatData", b"depth", 8),
    (b"ImageFormatData", b"planes", 32),
    (b"ImageFormatData", b"flag", 0),
    (b"ImageFormatData", b"quality", 90),
    (b"ImageFormatData", b"compress", 15),
    (b"ImageFormatData", b"exr_codec", 0),
)
# The scene's last frame: Blender's largest, unless a driver may look at it.
_LAST_FRAME = (b"RenderData", b"efra", 1_048_574)
_GROUP = 6


class _Place(NamedTuple):
    """Of a plain value within a structure. keep: bits that stay; value: those that are set."""

    offset: int
    size: int
    keep: int
    value: int


class Unseen:
    """Of one file."""

    def __init__(self, reader: Reader, heads: List[Head], structures: Structures, settings: bytes):
        """heads: of all blocks, a scene's followed by those that belong to it. settings: name of the property group that is left out."""
        self._structures = structures
        self._places: Dict[int, List[_Place]] = {}
        has_drivers = any(head.kind == structures.number(b"DriverVar") for head in heads if head.kind)
        self._fixed = _FIXED + (() if has_drivers else (_LAST_FRAME,))
        self._removal = _Removal(reader, structures, settings)
        for head in heads:
            self._removal.look(head)
        self._removal.unlink()

    def keeps(self, head: Head) -> bool:
        return head.place not in self._removal.dropped

    def of(self, head: Head, data: bytes) -> bytes:
        """A block's data without what no picture shows; addresses in it are the old ones."""
        places, links = self._of_kind(head.kind), self._removal.changes.get(head.place, ())
        size = self._structures.size(head.kind)
        if not links and (not places or not size or size * head.count != len(data)):
            return data
        changed = bytearray(data)
        for form, offset, value in links:
            struct.pack_into(form, changed, offset, value)
        for start in range(0, len(changed), size):
            for place in places:
                at = slice(start + place.offset, start + place.offset + place.size)
                if place.keep or place.value:
                    now = int.from_bytes(changed[at], "little") & place.keep | place.value
                    changed[at] = now.to_bytes(place.size, "little")
                else:
                    changed[at] = bytes(place.size)
        return bytes(changed)

    def _of_kind(self, kind: int) -> List[_Place]:
        """Those of structures inside it, too."""
        if kind not in self._places:
            self._places[kind] = list(self._found(kind))
        return self._places[kind]

    def _found(self, kind: int) -> Iterable[_Place]:
        for field in self._structures.fields(kind):
            size = field.size * field.items
            for owner, name, bits in _CLEARED:
                if name == field.name and kind == self._structures.number(owner):
                    yield _Place(field.offset, size, 0 if bits == _ALL else (1 << 8 * size) - 1 & ~bits, 0)
            for owner, name, value in self._fixed:
                if name == field.name and kind == self._structures.number(owner):
                    yield _Place(field.offset, size, 0, value)
            if not field.is_pointer and field.kind >= 0:
                for inner in self._of_kind(field.kind):
                    for i in range(field.items):
                        yield inner._replace(offset=field.offset + field.size * i + inner.offset)


class _Property(NamedTuple):
    """first: of the properties in it, 0 if it is no group."""

    head: Head
    after: int
    before: int
    is_ours: bool
    first: int
    last: int
    pointed: int
    count: int


class _Removal:
    """Takes a property group out of scenes. dropped: places of blocks. changes: (form, offset, value) by the place of the block."""

    def __init__(self, reader: Reader, structures: Structures, name: bytes):
        self._reader, self._name = reader, name
        self.dropped: Set[int] = set()
        self.changes: Dict[int, List[Tuple[str, int, int]]] = {}
        self._kind = structures.number(b"IDProperty")
        self._offsets = self._where(structures)
        self._is_scene = False
        # Of the scene that is looked at: addresses are unique only among what belongs to one data-block.
        self._heads: Dict[int, Head] = {}
        self._properties: Dict[int, _Property] = {}

    def _where(self, structures: Structures) -> Optional[Dict[bytes, int]]:
        """Offsets of the fields that are needed, None where a file's Blender had others."""
        found = {field.name: field for field in structures.fields(self._kind)}
        inner = {field.name: field for field in structures.fields(found[b"data"].kind)} if b"data" in found else {}
        names = (b"*next", b"*prev", b"type", b"name", b"len")
        if not all(name in found for name in names) or not {b"*pointer", b"group"} <= inner.keys():
            return None
        offsets = {name: found[name].offset for name in names}
        start = found[b"data"].offset
        offsets[b"first"], offsets[b"pointer"] = start + inner[b"group"].offset, start + inner[b"*pointer"].offset
        return offsets

    def look(self, head: Head):
        """At the next block of the file."""
        if self._offsets is None:
            return
        if head.code != b"DATA":
            self.unlink()
            self._is_scene = head.code == b"SC\0\0"
        if self._is_scene:
            self._heads[head.address] = head
            if head.kind == self._kind and head.count == 1:
                self._properties[head.address] = self._read(head)

    def _read(self, head: Head) -> _Property:
        data, at = self._reader.data(head), self._offsets

        def number(name, form="=Q"):
            return struct.unpack_from(form, data, at[name])[0]

        first, last = struct.unpack_from("=2Q", data, at[b"first"])
        is_group = data[at[b"type"]] == _GROUP
        is_ours = is_group and bool(self._name) and data[at[b"name"] :].split(b"\0")[0] == self._name
        inside = (first, last) if is_group else (0, 0)
        return _Property(head, number(b"*next"), number(b"*prev"), is_ours, *inside, number(b"pointer"), number(b"len", "=i"))

    def unlink(self):
        """Ends what was looked at."""
        for address, ours in self._properties.items():
            if ours.is_ours:
                self._unlink(address, ours)
        self._heads, self._properties = {}, {}

    def _unlink(self, address: int, ours: _Property):
        self._drop(address)
        at = self._offsets
        parent = next((each for each in self._properties.values() if address in self._inside(each)), None)
        if ours.before in self._properties:
            self._change(self._properties[ours.before].head, "=Q", at[b"*next"], ours.after)
        if ours.after in self._properties:
            self._change(self._properties[ours.after].head, "=Q", at[b"*prev"], ours.before)
        if parent is not None:
            if parent.first == address:
                self._change(parent.head, "=Q", at[b"first"], ours.after)
            if parent.last == address:
                self._change(parent.head, "=Q", at[b"first"] + 8, ours.before)
            self._change(parent.head, "=i", at[b"len"], parent.count - 1)

    def _inside(self, group: _Property) -> List[int]:
        found, address = [], group.first
        while address in self._properties and address not in found:
            found.append(address)
            address = self._properties[address].after
        return found

    def _drop(self, address: int):
        known = self._properties.get(address)
        for inner in self._inside(known):
            self._drop(inner)
        self.dropped.add(known.head.place)
        if known.pointed in self._heads:
            self.dropped.add(self._heads[known.pointed].place)

    def _change(self, head: Head, form: str, offset: int, value: int):
        self.changes.setdefault(head.place, []).append((form, offset, value))
