# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of computers that exists in this test alone: a network namespace each, on one switch."""

import os
import shutil
import subprocess
from pathlib import Path

NETWORK = "10.77.31."


def trouble():
    """Why none can be made here, or None."""
    if shutil.which("ip") is None:
        return "network namespaces need the program ip (package iproute2)"
    name = f"bitwrk-{os.getpid()}-try"
    done = subprocess.run(["ip", "netns", "add", name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    if done.returncode:
        return "network namespaces are not permitted here: " + done.stdout.strip()
    _ip("netns", "del", name)
    return None


def _ip(*words):
    subprocess.run(["ip", *words], check=True, timeout=60)


class Lan:
    """The hosts are numbered from 1 on, and know each other by name. They reach nobody else."""

    def __init__(self, *hosts):
        self._prefix = f"bitwrk-{os.getpid()}-"
        self._made = []
        self._addresses = {host: NETWORK + str(number) for number, host in enumerate(hosts, 1)}
        try:
            self._make("switch")
            self._in("switch", "link", "add", "br0", "type", "bridge")
            self._in("switch", "link", "set", "br0", "up")
            for host in hosts:
                self._plug(host)
        except BaseException:
            self.close()
            raise

    def _make(self, host):
        _ip("netns", "add", self._prefix + host)
        self._made.append(host)
        self._in(host, "link", "set", "lo", "up")

    def _in(self, host, *words):
        _ip("-n", self._prefix + host, *words)

    def _plug(self, host):
        self._make(host)
        port = "to-" + host
        self._in("switch", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", self._prefix + host)
        self._in("switch", "link", "set", port, "master", "br0", "up")
        self._in(host, "address", "add", self._addresses[host] + "/24", "dev", "eth0")
        self._in(host, "link", "set", "eth0", "up")
        folder = self._etc(host)
        folder.mkdir(parents=True)
        lines = ["127.0.0.1 localhost", *(f"{address} {name}" for name, address in self._addresses.items())]
        (folder / "hosts").write_text("\n".join(lines) + "\n")

    def _etc(self, host):
        """What `ip netns exec` shows as /etc."""
        return Path("/etc/netns") / (self._prefix + host)

    def address(self, host):
        return self._addresses[host]

    def on(self, host, *command):
        """The command line that runs this there."""
        return ["ip", "netns", "exec", self._prefix + host, *command]

    def close(self):
        for host in self._made[::-1]:
            _ip("netns", "del", self._prefix + host)
            shutil.rmtree(self._etc(host), ignore_errors=True)
        self._made = []
