# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds, starts and stops the programs that belong to the add-on: the client, and a worker on this computer."""

import atexit
import os
import shlex
import shutil
import stat
import subprocess
import sys
from typing import Dict, List, Optional

# SIGTERM, then this long, then SIGKILL.
GRACE_SECONDS = 8
NAMES = ("bitwrk-client", "bitwrk-client.exe", "bitwrk-client.jar")

# What the client says behind a reason.
HELP = "How it is meant: "


class CannotStart(Exception):
    """With what to do."""


def client_command(preference: str, addon_folder: str) -> List[str]:
    """The client's program: as preferred, of the add-on's own folder, on the path, in the usual places. Error: CannotStart."""
    if preference:
        if not os.path.isfile(preference):
            raise CannotStart(f"there is no {preference}: correct the client's path")
        return _runnable(preference, addon_folder)
    own = os.path.join(addon_folder, "bitwrk_client")
    for folder in [own, *os.environ.get("PATH", "").split(os.pathsep), *_usual_folders()]:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return _runnable(path, addon_folder)
    raise CannotStart(
        "no bitwrk-client was found: take the add-on's zip that brings it along (render_bitwrk-with-client.zip), "
        "or give the path of bitwrk-client.jar"
    )


def _usual_folders() -> List[str]:
    home = os.path.expanduser("~")
    return [
        os.path.join(home, ".local", "bin"),
        os.path.join(home, "bitwrk"),
        "/usr/local/bin",
        "/usr/share/bitwrk",
        "/opt/bitwrk",
        "/Applications/BitWrk",
        os.path.join(os.environ.get("ProgramFiles", "C:\\Program Files"), "BitWrk"),
    ]


def _runnable(path: str, addon_folder: str) -> List[str]:
    if not path.endswith(".jar"):
        make_executable(path)
        return [path]
    return [_java(addon_folder), "-jar", path]


def _java(addon_folder: str) -> str:
    name = "java.exe" if os.name == "nt" else "java"
    candidates = [os.path.join(addon_folder, "bitwrk_client", "runtime", "bin", name)]
    if os.environ.get("JAVA_HOME"):
        candidates.append(os.path.join(os.environ["JAVA_HOME"], "bin", name))
    found = next((path for path in candidates if os.path.isfile(path)), None) or shutil.which("java")
    if not found:
        raise CannotStart(
            "the client needs Java 17 or newer, which was not found: install it, "
            "or take the add-on's zip that brings it along (render_bitwrk-with-client.zip)"
        )
    if found == candidates[0]:
        make_executable(found)
    return found


def make_executable(path: str):
    """Blender unpacks zips without the files' modes; an installed program is left alone."""
    if not os.access(path, os.X_OK):
        try:
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        except OSError as e:
            raise CannotStart(f"{path} is not executable, and cannot be made so: {e.strerror}") from e


def client_options(port: int, allow_others: bool, exchange: str = "", further: str = "") -> List[str]:
    """Protocol §11, and that it ends with Blender, however that ends. allow_others: else nobody but this computer reaches it. exchange: its URL, or empty for the client's usual one.

    further: options as they are typed. Error: CannotStart.
    """
    options = ["-end-with-input", "-intport", str(port)] + (["-intiface", ""] if allow_others else [])
    if exchange:
        options += ["-bitwrkurl", exchange]
    try:
        return options + shlex.split(further)
    except ValueError as e:
        raise CannotStart(f"the client's further options in the add-on's preferences: {e}") from e


def worker_command(script: str, blender: str, host: str, port: int, device: str) -> List[str]:
    """Error: CannotStart if no Python runs it."""
    options = ["--blender", blender, "--bitwrk-host", host, "--bitwrk-port", str(port), "--device", device]
    return [python(), script, *options, "--end-with-parent", str(os.getpid())]


def python() -> str:
    """A Python that runs: Blender's own, else one on the path. `sys.executable` alone is not to be trusted (blender.md §4)."""
    for candidate in (sys.executable, shutil.which("python3"), shutil.which("python")):
        if candidate and "blender" not in os.path.basename(candidate).lower() and _is_python(candidate):
            return candidate
    raise CannotStart("no Python 3.9 or newer was found to run the worker: install python3")


def _is_python(path: str) -> bool:
    check = [path, "-I", "-c", "import sys; sys.exit(sys.version_info < (3, 9))"]
    try:
        return subprocess.run(check, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class Programs:
    """What was started, by name; ended with Blender at the latest, as long as it ends with its standard input."""

    def __init__(self):
        self._running: Dict[str, subprocess.Popen] = {}
        self._logs: Dict[str, str] = {}
        atexit.register(self.stop_all)

    def start(self, name: str, command: List[str], log: str):
        """Does nothing if it runs. What it prints goes to `log`. Error: CannotStart."""
        if self.runs(name):
            return
        try:
            with open(log, "ab") as out:
                # The pipe's end is ours alone: it closes when Blender ends, however that ends, and the program sees it.
                self._running[name] = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT)
        except OSError as e:
            raise CannotStart(f"{command[0]} does not start: {e.strerror or e}") from e
        self._logs[name] = log

    def runs(self, name: str) -> bool:
        return name in self._running and self._running[name].poll() is None

    def ending(self, name: str) -> Optional[str]:
        """Why it ended by itself, in its own last words; None while it runs, or if it was never started or was stopped."""
        process = self._running.get(name)
        if process is None or process.poll() is None:
            return None
        with open(self._logs[name], encoding="utf-8", errors="replace") as file:
            lines = file.read()[-2000:].strip().splitlines()
        last = [line for line in lines if not line.startswith(HELP)][-1:]
        return f"it ended with {process.returncode}: {last[0] if last else 'without a word'}"

    def stop(self, name: str):
        process = self._running.pop(name, None)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdin.close()

    def stop_all(self):
        """The last started first: workers take leave of their client."""
        for name in list(self._running)[::-1]:
            self.stop(name)
