# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders for the time of a render. What a killed Blender left is dropped by the next one."""

import os
import re
import shutil
import tempfile

_NAME = re.compile(r"bitwrk-([0-9]+)-[a-z0-9_]+\Z")


def make() -> str:
    """A new folder for this process alone; the caller removes it."""
    parent = tempfile.gettempdir()
    for name in os.listdir(parent):
        found = _NAME.match(name)
        if found and not _lives(int(found.group(1))):
            shutil.rmtree(os.path.join(parent, name), ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"bitwrk-{os.getpid()}-")


def _lives(pid: int) -> bool:
    """On Windows there is no harmless question: there it is always taken for alive, as the system clears its temporary files."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
