# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's local interface (protocol §11), as a program sees it that buys. Blocking calls, made for threads of their own."""

import contextlib
import hashlib
import http.client
import json
import re
import socket
import threading
import urllib.parse
from typing import BinaryIO, Iterator, List, NamedTuple, Optional

# A busy client may take its time, and one that is not there has to be told of within 10 s; mostly it is refused at once.
PROBE_SECONDS = 8
ASK_SECONDS = 10
FETCH_SECONDS = 60
# Protocol §9: a step of a transaction takes 15 min at most; a buy waits for its mandate before, so it is not limited here.
PIECE = 65536
# What a failure's text may have (protocol §11).
REASON_BYTES = 1024
OLDEST = (0, 8, 0)
NOT_FOUND = 404
IDENTITY = "BitWrk Go Client"


class ClientFault(Exception):
    """The client failed a call. `status`: HTTP's, or 0 where there was no answer; the text says what to do."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


class NoClient(ClientFault):
    """Nobody answers there, or somebody else does."""


class SomebodyElse(NoClient):
    """What answers there is no client."""


class WrongVersion(ClientFault):
    """A client is there, but not one for this add-on."""


class TooLarge(ClientFault):
    """A result is larger than it may be."""


class Cancelled(Exception):
    """The call was given up by this side."""


class Line:
    """A connection that another thread may close, which ends the call on it. Thread-safe."""

    def __init__(self):
        self._lock = threading.Lock()
        self._socket: Optional[socket.socket] = None
        self.closed = False

    def open(self, connection: http.client.HTTPConnection):
        """Connects. Error: Cancelled if closed before."""
        connection.connect()
        with self._lock:
            if self.closed:
                connection.close()
                raise Cancelled()
            self._socket = connection.sock

    def close(self):
        """Hangs up: the client then cancels the buy and its bid (protocol §11)."""
        with self._lock:
            self.closed = True
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # It has ended by itself.


class Purchase(NamedTuple):
    """What is bought. article: unescaped. price: the most to pay, or None to wait for a mandate. key: same key, same buy."""

    article: str
    price: Optional[str]
    key: str
    length: int
    chunks: Iterator[bytes]


class LocalClient:
    """One client daemon. Holds no connection between calls; thread-safe. forbidden: why it may not be called, or empty."""

    def __init__(self, host: str = "127.0.0.1", port: int = 8081, forbidden: str = ""):
        self.host = host
        self.port = port
        self._forbidden = forbidden

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        if self._forbidden:
            raise NoClient(0, self._forbidden)
        return http.client.HTTPConnection(self.host, self.port, timeout=seconds)

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def probe(self) -> str:
        """The client's version. Errors: NoClient, SomebodyElse, WrongVersion."""
        try:
            identity = self._get("/id", PROBE_SECONDS).decode("ascii", "replace")
            version = self._get("/version", PROBE_SECONDS).decode("ascii", "replace")
        except NoClient:
            raise  # It may not be called.
        except ClientFault as fault:
            if fault.status or isinstance(fault.__cause__, http.client.BadStatusLine) and not isinstance(fault.__cause__, OSError):
                raise self._somebody_else() from fault
            raise NoClient(0, f"no BitWrk client answers at {self.url} ({fault}): start it") from fault
        if identity != IDENTITY:
            raise self._somebody_else()
        found = re.match(r"([0-9]+)\.([0-9]+)\.([0-9]+)", version)
        if not found or tuple(map(int, found.groups())) < OLDEST:
            raise WrongVersion(0, f"the BitWrk client at {self.url} is version {version[:20]}: 0.8.0 or newer is needed")
        return version

    def _somebody_else(self) -> SomebodyElse:
        return SomebodyElse(0, f"at {self.url} another program answers, not a BitWrk client: check host and port")

    def buy(self, purchase: Purchase, line: Line) -> str:
        """Waits for the result's key (SHA-256, hex). Errors: ClientFault, Cancelled."""
        path = "/buy/" + purchase.article
        if purchase.price:
            path += "?" + urllib.parse.urlencode({"price": purchase.price})
        headers = {"Content-Length": str(purchase.length), "Idempotency-Key": purchase.key}
        # Nobody knows when somebody sells: no time-out.
        status, location, body = self._post(path, purchase.chunks, headers, line, None)
        if status != 303:
            raise ClientFault(status, _reason(status, body))
        if not re.match(r"/file/[0-9a-f]{64}\Z", location):
            raise ClientFault(status, f"the client named no result but '{location[:80]}'")
        return location[len("/file/") :]

    def _post(self, path, chunks, headers, line, seconds: Optional[float]):
        """seconds: how long the client may be silent, or None for as long as it takes."""
        with self._call(line, ASK_SECONDS, f"the connection to the client at {self.url} broke") as connection:
            connection.sock.settimeout(seconds)
            try:
                connection.request("POST", path, body=chunks, headers=headers)
            except (BrokenPipeError, ConnectionResetError):
                pass  # A refusal may have come before all was sent: read it.
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read(REASON_BYTES)

    @contextlib.contextmanager
    def _call(self, line: Line, seconds: float, broken: str):
        """A connection on the line, for a while. Errors: Cancelled if the line was closed, else ClientFault that says what is broken."""
        connection = self._connection(seconds)
        try:
            line.open(connection)
            yield connection
        except (OSError, http.client.HTTPException) as e:
            if line.closed:
                raise Cancelled() from e
            raise ClientFault(0, f"{broken} ({_short(e)})") from e
        finally:
            connection.close()

    def fetch(self, key: str, target: BinaryIO, line: Line, most: int = 2**31) -> int:
        """Writes the file of this key, and tells its length in bytes; its SHA-256 has to be the key.

        Errors: TooLarge beyond `most` bytes, ClientFault, Cancelled.
        """
        digest, length = hashlib.sha256(), 0
        with self._call(line, FETCH_SECONDS, f"the client at {self.url} broke off the result") as connection:
            connection.request("GET", "/file/" + key)
            answer = connection.getresponse()
            if answer.status != 200:
                raise ClientFault(answer.status, _reason(answer.status, answer.read(REASON_BYTES)))
            for piece in iter(lambda: answer.read(PIECE), b""):
                length += len(piece)
                if length > most:
                    raise TooLarge(0, f"the result is larger than {most} bytes")
                digest.update(piece)
                target.write(piece)
        if digest.hexdigest() != key:
            raise ClientFault(0, "the result is not the one that was bought: its SHA-256 differs from its key")
        return length

    def activities(self) -> List[dict]:
        """Error: ClientFault."""
        return self._json("/activities")

    def waits_for(self, key: int) -> str:
        """What this activity waits for, in words that follow "waits for"; empty if for nothing, or where it is not told. Error: ClientFault."""
        try:
            return self._json(f"/activities/{key}").get("WaitsFor", "")
        except ClientFault as fault:
            if fault.status != NOT_FOUND:
                raise
            return ""

    def mandates_to_buy(self, article: str) -> List[dict]:
        """Those of /mandates that let this article be bought. Error: ClientFault."""
        return [each for each in self._json("/mandates") if each["Info"]["Type"] == 0 and each["Info"]["Article"] == article]

    def account(self) -> dict:
        """As the exchange has it now. Error: ClientFault, status 502 if the exchange does not answer."""
        return self._json("/myaccount")

    def relayed(self, path_and_query: str):
        """What the exchange says in JSON, through the client. Error: ClientFault, status 502 if the exchange does not answer."""
        return self._json(path_and_query)

    def workers(self) -> List[dict]:
        """Error: ClientFault."""
        return self._json("/workers")

    def permit(self, article: str, price: str, trades: int, minutes: int, total: Optional[str] = None):
        """Grants a mandate to buy: `trades` pieces at `price` each at most, within `minutes`; `total`: for all, fees included. Error: ClientFault."""
        form = {
            "action": "permit",
            "type": "BUY",
            "articleid": article,
            "price": price,
            "usetradesleft": "on",
            "tradesleft": str(trades),
            "usevaliduntil": "on",
            "validminutes": str(minutes),
        }
        if total:
            form["maxtotal"] = total
        self._post_form("/", form, 303)

    def revoke(self, key: int):
        """Ends this mandate; what is being bought goes on. Error: ClientFault, status 404 if there is no such mandate any more."""
        self._post_form("/revokemandate", {"key": str(key)}, 200)

    def _post_form(self, path: str, form: dict, expected: int):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, body = self._post(path, urllib.parse.urlencode(form).encode("ascii"), headers, Line(), ASK_SECONDS)
        if status != expected:
            raise ClientFault(status, _reason(status, body))

    def _json(self, path: str):
        try:
            return json.loads(self._get(path, ASK_SECONDS).decode("utf-8"))
        except ValueError as e:
            raise ClientFault(0, f"the client's answer to {path} is no JSON") from e

    def _get(self, path: str, seconds: float) -> bytes:
        connection = self._connection(seconds)
        try:
            connection.request("GET", path, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            body = answer.read(2**24)
        except (OSError, http.client.HTTPException) as e:
            raise ClientFault(0, _short(e)) from e
        finally:
            connection.close()
        if answer.status != 200:
            raise ClientFault(answer.status, _reason(answer.status, body[:REASON_BYTES]))
        return body


def _reason(status: int, body: bytes) -> str:
    text = body.decode("utf-8", "replace").strip().split("\n")[0]
    return text or f"the client answered {status}"


def _short(e: Exception) -> str:
    return getattr(e, "strerror", None) or str(e) or type(e).__name__
