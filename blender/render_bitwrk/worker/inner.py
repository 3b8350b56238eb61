# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside the worker's Blender: opens scenes, makes them harmless, renders parts of them, one order at a time.

Orders and answers are JSON lines over the socket whose descriptor is the first argument after "--"; a result's bytes
follow its line. The process ends with the socket. It trusts nothing that it opens, but it is itself no wall: that
is the sandbox around it.
"""

import json
import os
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

import bpy  # noqa: E402
from worker import cleaning, picture  # noqa: E402

PIECE = 1 << 20


class Orders:
    """The other end of the socket. settings: device and results' path, as the worker told them with the first order."""

    def __init__(self, descriptor: int):
        self._socket = socket.socket(fileno=descriptor)
        self._lines = self._socket.makefile("rb")
        self._device = "CPU"

    def serve(self) -> None:
        """Answers orders until the worker hangs up."""
        self._say(ready=True, version=list(bpy.app.version), devices=picture.devices())
        for line in self._lines:
            order = json.loads(line)
            try:
                self._obey(order)
            except picture.Refused as e:
                self._say(refused=str(e))
            # Whatever a foreign scene brings about ends here, as the text that the worker passes on.
            except Exception as e:
                self._say(failed="%s: %s" % (type(e).__name__, str(e).strip()[:500]))

    def _obey(self, order: dict) -> None:
        if order["do"] == "device":
            self._device = picture.use_device(order["device"])
            self._say(done=True, device=self._device)
        elif order["do"] == "open":
            bpy.ops.wm.open_mainfile(filepath=order["blend"], load_ui=False, use_scripts=False)
            self._say(done=True, cleaned=cleaning.clean())
        elif order["do"] == "render":
            path = os.path.join(order["folder"], "result.exr")
            told = picture.render(order["tile"], order["frame"], order["max_cost"], self._device, path)
            self._send(path, told)
        else:
            raise ValueError("unknown order %r" % order["do"])

    def _say(self, **answer) -> None:
        self._socket.sendall(json.dumps(answer).encode("utf-8") + b"\n")

    def _send(self, path: str, told: dict) -> None:
        try:
            with open(path, "rb") as result:
                self._say(size=os.fstat(result.fileno()).st_size, **told)
                while True:
                    piece = result.read(PIECE)
                    if not piece:
                        return
                    self._socket.sendall(piece)
        finally:
            os.unlink(path)


if __name__ == "__main__":
    Orders(int(sys.argv[sys.argv.index("--") + 1])).serve()
