# SPDX-License-Identifier: GPL-3.0-or-later
"""From the scene in memory to bytes that can be sent, without changing anything in the session."""

import hashlib
import json
import os
import shutil
import subprocess
from typing import List, NamedTuple

import bpy

from . import assets, caches, scene
from .core import canonical, folders
from .core.respool import Entry, Pool, TooMany, blob, resources
from .core.sdna import NoBlendFile
from .core.works import Blob, Resource

# A large scene with libraries; longer means that the process hangs.
SECONDS = 600


class CannotGo(Exception):
    """The scene cannot be sent, with the reason."""


class Prepared(NamedTuple):
    """path: the .blend file that is sent, with resources. warnings: what will look different at the sellers', in words."""

    path: str
    resources: List[Resource]
    entries: List[Entry]
    warnings: List[str]

    @property
    def blend(self) -> Blob:
        return blob(self.path)

    @property
    def size(self) -> int:
        """Bytes of a piece of work, about."""
        return self.blend.size + sum(resource.data.size for resource in self.resources)

    def identity(self) -> str:
        """Tells whether results are still good: what was sent, and this version of Blender. Error: OSError."""
        digest = hashlib.sha256(repr(tuple(bpy.app.version)).encode())
        digest.update(_hash(self.path).encode())
        for entry in sorted(self.entries):
            digest.update(f" {entry.alias} {_hash(entry.path)}".encode())
        return digest.hexdigest()


def _hash(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(2**20), b""):
            digest.update(piece)
    return digest.hexdigest()


class Look(NamedTuple):
    """What would be sent, without preparing it. size: of the files; scene: of the .blend, about; both in bytes. troubles: in words."""

    files: int
    size: int
    scene: int
    troubles: List[str]


def look() -> Look:
    """At what is open. Errors: OSError, CannotGo."""
    pool = Pool()
    for asset in assets.assets():
        pool.add(asset.external)
    troubles = assets.missing_libraries() + ["missing: " + text for text in pool.missing] + assets.cannot_go()
    folder = folders.make()
    try:
        path = os.path.join(folder, "saved.blend")
        scene.save_copy(path)
        size = os.path.getsize(_canonical(path, folder))
    except NoBlendFile as e:
        raise CannotGo(str(e)) from e
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Look(len(pool.entries), sum(os.path.getsize(entry.path) for entry in pool.entries), size, troubles)


def prepared(what, names: List[str], folder: str, say) -> Prepared:
    """Writes into `folder` what renders the view layers of these names. A scene without files of its own is sent as it is; else a second Blender makes the copy. Errors: CannotGo, OSError."""
    path = os.path.join(folder, "saved.blend")
    scene.save_copy(path)
    try:
        is_whole = what == bpy.context.scene and names == [layer.name for layer in scene.in_use(what)] and not what.render.use_single_layer
        if is_whole and not bpy.data.libraries and not assets.assets() and not caches.are_outside():
            return Prepared(_canonical(path, folder), [], [], assets.cannot_go())
        say("BitWrk: packing the files that the scene needs")
        return _packed(what, names, path, folder)
    except (TooMany, OSError, NoBlendFile) as e:
        raise CannotGo(str(e)) from e


def _canonical(saved: str, folder: str) -> str:
    """The same for the same scene. Sellers' Blenders know no engine of ours, and take a scene with an unknown one for EEVEE's."""
    path = os.path.join(folder, "scene.blend")
    canonical.write(saved, path, b"BITWRK_RENDER", b"bitwrk")
    os.remove(saved)
    return path


def _kept(entry: Entry, folder: str) -> Entry:
    """A copy, so that all tiles see the same file, whatever the user saves meanwhile."""
    path = os.path.join(folder, entry.alias)
    shutil.copyfile(entry.path, path)
    return entry._replace(path=path)


def _packed(what, names: List[str], copy: str, folder: str) -> Prepared:
    path, report = os.path.join(folder, "packed.blend"), os.path.join(folder, "packed.json")
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pack.py")
    if bpy.data.filepath and os.path.isdir(caches.folder_beside(bpy.data.filepath)):
        shutil.copytree(caches.folder_beside(bpy.data.filepath), caches.folder_beside(copy))
    command = [bpy.app.binary_path, "-b", "--factory-startup", "-Y", "-noaudio", copy, "--python-exit-code", "3"]
    command += ["-P", script, "--", what.name, json.dumps(names), path, report]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SECONDS)
    except subprocess.TimeoutExpired as e:
        raise CannotGo(f"preparing the scene took more than {SECONDS} s") from e
    if done.returncode or not os.path.exists(report):
        last = done.stdout.decode("utf-8", "replace").strip().splitlines()[-3:]
        raise CannotGo("the scene could not be prepared: " + " / ".join(last))
    os.remove(copy)
    with open(report, encoding="utf-8") as file:
        said = json.load(file)
    entries = [_kept(Entry(*entry), folder) for entry in said["entries"]]
    return Prepared(_canonical(path, folder), resources(entries), entries, said["warnings"])
