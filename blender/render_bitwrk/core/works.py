# SPDX-License-Identifier: GPL-3.0-or-later
"""Work of the Blender articles as bytes (protocol section 12): a streaming writer and a strict parser."""

import hashlib
import os
import re
import struct
from typing import BinaryIO, Callable, Iterable, Iterator, List, NamedTuple, Tuple

INTEGERS = (b"xmin", b"ymin", b"xmax", b"ymax", b"fram")
DEFAULTS = (0, 0, 63, 63, 1)
MAX_RESOURCES = 1000
MAX_NAME_BYTES = 1023
#: Lengths are signed to some readers.
MAX_RECORD = 2**31 - 1
CHUNK = 64 * 1024
ALIAS = re.compile(r"[a-z0-9]{1,127}")


class BadWork(ValueError):
    """The bytes are no work, or more than the limits allow."""


class Tile(NamedTuple):
    """A part of the picture in pixels: bounds inclusive, from the lower left."""

    xmin: int
    ymin: int
    xmax: int
    ymax: int

    @property
    def width(self) -> int:
        return self.xmax - self.xmin + 1

    @property
    def height(self) -> int:
        return self.ymax - self.ymin + 1


class Blob(NamedTuple):
    """Bytes of known size that can be read more than once."""

    size: int
    open: Callable[[], BinaryIO]


class Resource(NamedTuple):
    """A file that the scene names //rsrc.ALIAS.data; name is what the buyer calls it."""

    alias: str
    name: str
    data: Blob


class Limits(NamedTuple):
    """What a parser takes; all in bytes but the number of resources."""

    resources: int = MAX_RESOURCES
    resource_bytes: int = MAX_RECORD
    blend_bytes: int = MAX_RECORD
    total_bytes: int = 2 * MAX_RECORD


class Work(NamedTuple):
    """Parsed work. resources: (alias, name, path); scene_hash: hex, the same for all tiles and frames of a scene."""

    tile: Tile
    frame: int
    resources: List[Tuple[str, str, str]]
    blend_path: str
    scene_hash: str


def _integers(tile: Tile, frame: int) -> bytes:
    values = tuple(tile) + (frame,)
    return b"".join(tag + struct.pack(">Ii", 4, value) for tag, value in zip(INTEGERS, values))


def _resource_head(resource: Resource) -> bytes:
    """Everything of a resource's record before its data. Raises BadWork for an alias, name or size that cannot be."""
    name = resource.name.encode("utf-8")
    if not ALIAS.fullmatch(resource.alias):
        raise BadWork("alias %r is not [a-z0-9]{1,127}" % resource.alias)
    if not 1 <= len(name) <= MAX_NAME_BYTES:
        raise BadWork("the name of resource %s has %d bytes, not 1 to %d" % (resource.alias, len(name), MAX_NAME_BYTES))
    alias = resource.alias.encode("ascii")
    length = 12 + len(alias) + len(name) + resource.data.size
    if length > MAX_RECORD:
        raise BadWork("resource %s is too large: %d bytes" % (resource.alias, resource.data.size))
    return b"".join((
        b"rsrc", struct.pack(">I", length), struct.pack(">I", len(alias)), alias,
        struct.pack(">I", len(name)), name, struct.pack(">I", resource.data.size)))


def _blend_head(blend: Blob) -> bytes:
    if blend.size > MAX_RECORD:
        raise BadWork("the .blend file is too large: %d bytes" % blend.size)
    return b"blen" + struct.pack(">I", blend.size)


def _pieces(blob: Blob) -> Iterator[bytes]:
    """The bytes of a blob. Raises BadWork if there are not as many as it says (a file that changed meanwhile)."""
    left = blob.size
    with blob.open() as stream:
        while left:
            piece = stream.read(min(left, CHUNK))
            if not piece:
                raise BadWork("%d bytes are missing at the end of the data" % left)
            left -= len(piece)
            yield piece


def _scene(resources: Iterable[Resource], blend: Blob) -> Iterator[bytes]:
    for resource in resources:
        yield _resource_head(resource)
        yield from _pieces(resource.data)
    yield _blend_head(blend)
    yield from _pieces(blend)


def encoded_length(tile: Tile, frame: int, resources: List[Resource], blend: Blob) -> int:
    """How many bytes encode() will give, without reading any data."""
    heads = sum(len(_resource_head(r)) + r.data.size for r in resources)
    return len(_integers(tile, frame)) + heads + len(_blend_head(blend)) + blend.size


def encode(tile: Tile, frame: int, resources: List[Resource], blend: Blob) -> Iterator[bytes]:
    """The work in pieces of at most 64 KiB. Raises BadWork for what the format cannot say, before the first piece."""
    if len(resources) > MAX_RESOURCES:
        raise BadWork("%d resources are more than %d" % (len(resources), MAX_RESOURCES))
    if len({r.alias for r in resources}) < len(resources):
        raise BadWork("two resources have the same alias")
    encoded_length(tile, frame, resources, blend)
    return _stream(_integers(tile, frame), resources, blend)


def _stream(head: bytes, resources: List[Resource], blend: Blob) -> Iterator[bytes]:
    yield head
    yield from _scene(resources, blend)


def scene_hash(resources: List[Resource], blend: Blob) -> str:
    """Hex SHA-256 of all but tile and frame; what parse() finds for this scene."""
    digest = hashlib.sha256()
    for piece in _scene(resources, blend):
        digest.update(piece)
    return digest.hexdigest()


def parse(stream: BinaryIO, directory: str, limits: Limits) -> Work:
    """Reads one piece of work to the end of the stream.

    Writes each resource to DIRECTORY/rsrc.ALIAS.data and the scene to DIRECTORY/scene.blend; the directory must be
    there and should be empty. Raises BadWork; files written before stay, it is for the caller to drop the directory.
    """
    return _Parser(stream, directory, limits).work()


class _Parser:
    def __init__(self, stream: BinaryIO, directory: str, limits: Limits):
        self._stream = stream
        self._directory = directory
        self._limits = limits
        self._left = limits.total_bytes
        self._digest = hashlib.sha256()
        self._values = {}
        self._resources = []

    def work(self) -> Work:
        while True:
            tag = self._read(4, "a tag")
            length = self._length("the length of %r" % tag)
            if tag in INTEGERS:
                self._integer(tag, length)
            elif tag == b"rsrc":
                self._resource(length)
            elif tag == b"blen":
                return self._finish(length)
            else:
                raise BadWork("unknown tag %r" % tag)

    def _read(self, size: int, what: str) -> bytes:
        self._left -= size
        if self._left < 0:
            raise BadWork("more than %d bytes of work" % self._limits.total_bytes)
        parts = []
        while size:
            part = self._stream.read(size)
            if not part:
                raise BadWork("the work ends within %s" % what)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _length(self, what: str) -> int:
        return struct.unpack(">I", self._read(4, what))[0]

    def _integer(self, tag: bytes, length: int) -> None:
        if length != 4:
            raise BadWork("%s has %d bytes, not 4" % (tag.decode(), length))
        if tag in self._values:
            raise BadWork("%s twice" % tag.decode())
        self._values[tag] = struct.unpack(">i", self._read(4, tag.decode()))[0]

    def _resource(self, length: int) -> None:
        if len(self._resources) >= min(self._limits.resources, MAX_RESOURCES):
            raise BadWork("more than %d resources" % len(self._resources))
        alias = self._text("alias", 127)
        if not ALIAS.fullmatch(alias):
            raise BadWork("an alias is not [a-z0-9]{1,127}")
        if any(known == alias for known, _, _ in self._resources):
            raise BadWork("alias %s twice" % alias)
        name = self._text("name", MAX_NAME_BYTES)
        size = self._length("the length of resource %s" % alias)
        if length != 12 + len(alias) + len(name.encode("utf-8")) + size:
            raise BadWork("the lengths within resource %s do not add up" % alias)
        if size > self._limits.resource_bytes:
            raise BadWork("resource %s has %d bytes, more than %d" % (alias, size, self._limits.resource_bytes))
        path = os.path.join(self._directory, "rsrc.%s.data" % alias)
        self._resources.append((alias, name, path))
        data = Blob(size, lambda: None)
        self._digest.update(_resource_head(Resource(alias, name, data)))
        self._copy(size, path, "resource %s" % alias)

    def _text(self, what: str, limit: int) -> str:
        size = self._length("the length of an %s" % what)
        if not 1 <= size <= limit:
            raise BadWork("a resource's %s has %d bytes, not 1 to %d" % (what, size, limit))
        try:
            return self._read(size, "a resource's %s" % what).decode("utf-8")
        except UnicodeDecodeError:
            raise BadWork("a resource's %s is no UTF-8" % what) from None

    def _copy(self, size: int, path: str, what: str) -> None:
        with open(path, "xb") as out:
            while size:
                piece = self._read(min(size, CHUNK), what)
                self._digest.update(piece)
                out.write(piece)
                size -= len(piece)

    def _finish(self, length: int) -> Work:
        if length > self._limits.blend_bytes:
            raise BadWork("the .blend file has %d bytes, more than %d" % (length, self._limits.blend_bytes))
        tile, frame = self._tile()
        path = os.path.join(self._directory, "scene.blend")
        self._digest.update(_blend_head(Blob(length, lambda: None)))
        self._copy(length, path, "the .blend file")
        if self._stream.read(1):
            raise BadWork("data after the .blend file")
        return Work(tile, frame, self._resources, path, self._digest.hexdigest())

    def _tile(self) -> Tuple[Tile, int]:
        values = [self._values.get(tag, default) for tag, default in zip(INTEGERS, DEFAULTS)]
        tile = Tile(*values[:4])
        if tile.xmin < 0 or tile.ymin < 0 or tile.width < 1 or tile.height < 1:
            raise BadWork("an impossible tile: %d %d %d %d" % tile)
        return tile, values[4]
