# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker's calls to the client (protocol section 11)."""

import http.client
import re
import urllib.parse
from typing import NamedTuple

#: To the letter, from BitWrk 0.7 on.
ID = "BitWrk Go Client"
PATIENCE_SECONDS = 10
MAX_ANSWER = 4096


class NoClient(Exception):
    """Nothing answers there."""


class WrongClient(Exception):
    """What answers is no client, or refuses this worker."""


class Seller(NamedTuple):
    """What a worker registers as. sandbox: its name, or none: told to clients that care, others pass over it."""

    article: str
    host: str
    port: int
    sandbox: str

    @property
    def id(self) -> str:
        return "blender-%s-%d" % (self.host, self.port)

    @property
    def push_url(self) -> str:
        host = "[%s]" % self.host if ":" in self.host else self.host
        return "http://%s:%d/work" % (host, self.port)


class Client:
    """The client at an address. Thread-safe: each call is a connection of its own."""

    def __init__(self, host: str, port: int):
        self._host, self._port = host, port

    def __str__(self) -> str:
        return "%s:%d" % (self._host, self._port)

    def version(self) -> str:
        """Raises NoClient, or WrongClient if something else answers."""
        found = self._call("GET", "/id")
        if found != ID:
            raise WrongClient("what answers at %s is no BitWrk client: %r" % (self, found[:60]))
        return self._call("GET", "/version")

    def own_address(self) -> str:
        """Under which address the client sees this computer."""
        seen = self._call("GET", "/myip")
        match = re.fullmatch(r"\[?([0-9A-Za-z.:%_-]+?)\]?:[0-9]+", seen)
        if match is None:
            raise WrongClient("the client at %s says that this is %r" % (self, seen[:60]))
        return match.group(1)

    def register(self, seller: Seller) -> None:
        """Says that the worker is there, or idle again. Raises NoClient, WrongClient."""
        self._call("POST", "/registerworker", {"id": seller.id, "article": seller.article,
                                               "pushurl": seller.push_url, "sandbox": seller.sandbox})

    def unregister(self, seller: Seller) -> None:
        """Says that it goes. Raises NoClient, WrongClient."""
        self._call("POST", "/unregisterworker", {"id": seller.id})

    def _call(self, method: str, path: str, form: dict = None) -> str:
        body = urllib.parse.urlencode(form).encode("ascii") if form else None
        fields = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            text = answer.read(MAX_ANSWER).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as e:
            raise NoClient("no answer from the client at %s: %s" % (self, e)) from None
        finally:
            connection.close()
        if answer.status != 200:
            raise WrongClient("the client at %s answers %s with %d: %s" % (self, path, answer.status, text[:200]))
        return text
