# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits on a rendering process and what it starts: memory, output and number of processes (assurance W2).

The kernel's limits (setrlimit) hold for one process; what all of them use together is counted from /proc.
"""

import os
import resource
import signal
from typing import Dict, List, NamedTuple

#: Address space that a Blender reserves without using it: thread stacks, malloc arenas, mapped libraries.
RESERVED_BYTES = 6 * 2**30
PAGE = os.sysconf("SC_PAGE_SIZE")


class Limits(NamedTuple):
    """seconds: of wall-clock time a piece of work. memory_bytes: resident, of all its processes. output_bytes: of a
    result. processes: at once."""

    seconds: float
    memory_bytes: int
    output_bytes: int
    processes: int = 16


class Usage(NamedTuple):
    """What a process and its descendants use now."""

    memory_bytes: int
    processes: int


def apply(limits: Limits) -> None:
    """Sets the kernel's limits on the calling process: to be called between fork and exec."""
    # macOS knows RLIMIT_AS but refuses to set it.
    if os.uname().sysname == "Linux":
        space = limits.memory_bytes + RESERVED_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tree(root: int) -> List[int]:
    """The process and its descendants, by /proc; the process alone where there is none."""
    children: Dict[int, List[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            parent = _parent(int(name))
            children.setdefault(parent, []).append(int(name))
    found = [root]
    for process in found:
        found.extend(children.get(process, []))
    return found


def _parent(process: int) -> int:
    try:
        with open("/proc/%d/stat" % process, "rb") as stat:
            return int(stat.read().rpartition(b")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def usage(root: int) -> Usage:
    """What the process and its descendants use; nothing for those that end meanwhile."""
    processes = tree(root)
    pages = 0
    for process in processes:
        try:
            with open("/proc/%d/statm" % process, "rb") as statm:
                resident, shared = (int(field) for field in statm.read().split()[1:3])
                pages += resident - shared
        except (OSError, ValueError):
            continue
    return Usage(pages * PAGE, len(processes))


def kill(root: int) -> None:
    """Kills the process, its group and its descendants. Killing the first inside bubblewrap ends the whole sandbox."""
    for process in reversed(tree(root)):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    try:
        os.killpg(root, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
