# SPDX-License-Identifier: GPL-3.0-or-later
"""Where Blender runs: inside bubblewrap, with nothing but itself, the works and a small /tmp of its own.

No network, no home, the system read-only and only the part that programs need, no environment, no new processes.
Where bubblewrap is missing or refused by the system, Blender runs with the limits of limits.py alone.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from typing import List, NamedTuple, Tuple

from worker import seccomp

#: Where the sandbox shows our own code, and the works.
CODE, SCENES = "/bitwrk", "/scenes"
#: What dynamic linking, locales, fonts and graphics drivers read; everything else of /etc stays outside.
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "OpenCL", "vulkan", "glvnd")
GPU_NODES = ("/dev/nvidia*", "/dev/dri", "/dev/kfd")
PATIENCE_SECONDS = 60
#: What to do where there is no sandbox.
INSTALL = "install it (apt install bubblewrap, dnf install bubblewrap, pacman -S bubblewrap)"
ALLOW = "let the system allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)"
if sys.platform != "linux":
    INSTALL = "there is none for this system, so take a Linux computer"


class Places(NamedTuple):
    """What Blender sees: its own program, our code (the folder of core/ and worker/), the folder of the works."""

    blender: str
    code: str
    scenes: str


class NoSandbox:
    """Blender as the user himself. reason: why. remedy: what the user can do about it."""

    isolates = False

    def __init__(self, reason: str, remedy: str = ""):
        self.reason, self.remedy = reason, remedy

    def inside(self, places: Places) -> Tuple[str, str]:
        """Where our code and the works are, as Blender sees them."""
        return places.code, places.scenes

    def command(self, places: Places, arguments: List[str]) -> Tuple[List[str], List[int]]:
        """The command line, and the descriptors to hand down and then to close."""
        return [places.blender] + arguments, []


class Bubblewrap:
    """Blender inside bubblewrap. uses_gpu: the devices are shown, and drivers may start their compilers."""

    isolates = True
    reason = ""

    def __init__(self, program: str, tmp_bytes: int, uses_gpu: bool = False):
        self._program = program
        self._tmp_bytes = tmp_bytes
        self._uses_gpu = uses_gpu

    def inside(self, places: Places) -> Tuple[str, str]:
        return CODE, SCENES

    def command(self, places: Places, arguments: List[str]) -> Tuple[List[str], List[int]]:
        words = [self._program, "--unshare-all", "--uid", "65534", "--gid", "65534", "--hostname", "bitwrk",
                 "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
                 "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"]
        words += self._system(places.blender)
        words += ["--proc", "/proc", "--dev", "/dev", "--size", str(self._tmp_bytes), "--tmpfs", "/tmp",
                  "--ro-bind", places.code, CODE, "--ro-bind", places.scenes, SCENES, "--chdir", "/tmp"]
        if self._uses_gpu:
            for node in [path for pattern in GPU_NODES for path in glob.glob(pattern)]:
                words += ["--dev-bind", node, node]
            words += ["--ro-bind-try", "/sys", "/sys"]
        # Last: what bubblewrap made itself would else be a place without a limit to write to.
        words += ["--remount-ro", "/dev", "--remount-ro", "/"]
        descriptors = [] if self._uses_gpu else self._filter()
        for descriptor in descriptors:
            words += ["--seccomp", str(descriptor)]
        return words + ["--", places.blender] + arguments, descriptors

    @staticmethod
    def _system(blender: str) -> List[str]:
        words = ["--ro-bind", "/usr", "/usr"]
        for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"):
            if os.path.islink(name):
                words += ["--symlink", os.readlink(name), name]
            elif os.path.isdir(name):
                words += ["--ro-bind", name, name]
        for name in ETC:
            words += ["--ro-bind-try", "/etc/" + name, "/etc/" + name]
        folder = os.path.dirname(os.path.realpath(blender))
        if not _is_within(folder, "/usr"):
            words += ["--ro-bind", folder, folder]
        return words

    @staticmethod
    def _filter() -> List[int]:
        code = seccomp.program()
        if code is None:
            return []
        with tempfile.TemporaryFile() as file:
            file.write(code)
            file.seek(0)
            return [os.dup(file.fileno())]


def environment(sandbox) -> dict:
    """For whatever starts Blender: bubblewrap's own environment could be read from inside, in /proc/1/environ."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} if sandbox.isolates else dict(os.environ)


def _is_within(path: str, folder: str) -> bool:
    return os.path.commonpath([os.path.realpath(path), os.path.realpath(folder)]) == os.path.realpath(folder)


def choose(wanted: str, places: Places, tmp_bytes: int, uses_gpu: bool):
    """The sandbox to use. wanted: auto, or none.

    It is tried with this very Blender, since a system may have bubblewrap and yet forbid what it needs.
    """
    if wanted == "none":
        return NoSandbox("switched off by --sandbox none")
    program = shutil.which("bwrap")
    if program is None:
        return NoSandbox("the program bwrap (package bubblewrap) is not installed", INSTALL)
    folder = os.path.dirname(os.path.realpath(places.blender))
    if _is_within(os.path.expanduser("~"), folder):
        return NoSandbox("Blender lies directly in %s" % folder, "move Blender to a folder of its own")
    sandbox = Bubblewrap(program, tmp_bytes, uses_gpu)
    reason = _trial(sandbox, places)
    return NoSandbox(reason, ALLOW) if reason else sandbox


def _trial(sandbox: Bubblewrap, places: Places) -> str:
    command, descriptors = sandbox.command(places, ["--version"])
    try:
        done = subprocess.run(command, pass_fds=descriptors, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS, check=False, env=environment(sandbox))
    except (OSError, subprocess.TimeoutExpired) as e:
        return "bubblewrap does not work here: %s" % e
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    if done.returncode == 0:
        return ""
    said = " ".join(done.stdout.decode("utf-8", "replace").split())
    return "bubblewrap does not work here: " + said[-300:]
