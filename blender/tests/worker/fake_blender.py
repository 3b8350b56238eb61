# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for Blender: a scene is the line BLENDER and then JSON that says what rendering it does.

sleep: seconds; children: how many processes to start, that sleep; grab: bytes of memory; size: of the result; refuse,
fail: the reason; die, babble: true; touch: a file to make; until: files to wait for; cleaned: what is said to be taken away;
read: a file beside the scene whose text is the reason to refuse.
"""

import json
import os
import socket
import struct
import subprocess
import sys
import time

NAMES = ("plain", "registered_text", "driver", "freestyle_script", "absolute_image", "relative_image", "output_node",
         "osl_file", "huge_allocation", "endless_samples", "network_call")


def picture(width, height, value=0.5):
    """An uncompressed OpenEXR file of one colour."""
    def attribute(name, kind, data):
        return name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data
    channels = b"".join(b"ViewLayer.Combined." + c + b"\0" + struct.pack("<iIii", 2, 0, 1, 1)
                        for c in (b"A", b"B", b"G", b"R")) + b"\0"
    head = struct.pack("<II", 20000630, 2) + attribute(b"channels", b"chlist", channels) \
        + attribute(b"compression", b"compression", b"\0") \
        + attribute(b"dataWindow", b"box2i", struct.pack("<iiii", 0, 0, width - 1, height - 1)) + b"\0"
    row = struct.pack("<%df" % (4 * width), *[value] * (4 * width))
    at = len(head) + 8 * height
    table = b"".join(struct.pack("<Q", at + y * (8 + len(row))) for y in range(height))
    return head + table + b"".join(struct.pack("<ii", y, len(row)) + row for y in range(height))


def make_hostile(order):
    harmful = os.environ.get("FAKE_HARM", "")
    for name in NAMES:
        scene = {"refuse": "too dear"} if name in ("huge_allocation", "endless_samples") else {}
        if name == harmful:
            scene = {"fail": "broken"} if name == "plain" else {"touch": os.path.join(order["marks"], name)}
        if name == os.environ.get("FAKE_SLOW", ""):
            scene = {"sleep": 3600}
        with open(os.path.join(order["folder"], name + ".blend"), "w") as out:
            out.write("BLENDER\n" + json.dumps(scene))


def note(word):
    """Tells the test what happened, in a file of its choice."""
    if "FAKE_NOTES" in os.environ:
        with open(os.environ["FAKE_NOTES"], "a") as notes:
            notes.write("%s %d\n" % (word, os.getpid()))


def render(scene, order, say, sock):
    note("render")
    if "touch" in scene:
        open(scene["touch"], "w").close()
    while not all(os.path.exists(mark) for mark in scene.get("until", ())):
        time.sleep(0.02)
    for _ in range(scene.get("children", 0)):
        subprocess.Popen(["sleep", "300"])
    grabbed = bytearray(os.urandom(1)) * scene.get("grab", 0)
    time.sleep(scene.get("sleep", 0))
    if scene.get("die"):
        os._exit(3)
    if scene.get("babble"):
        sock.sendall(b"x" * 100000)
        time.sleep(300)
    for word, answer in (("refuse", "refused"), ("fail", "failed")):
        if word in scene:
            return say(**{answer: scene[word]})
    tile = order["tile"]
    data = picture(tile[2] - tile[0] + 1, tile[3] - tile[1] + 1, order["frame"] / 2)
    say(size=scene.get("size", len(data)), cost=len(grabbed))
    sock.sendall(data)


def serve(sock):
    def say(**answer):
        sock.sendall(json.dumps(answer).encode() + b"\n")
    note("start")
    say(ready=True, devices=["CPU"])
    scene = {}
    for line in sock.makefile("rb"):
        order = json.loads(line)
        if order["do"] == "open":
            note("open")
            with open(order["blend"]) as blend:
                scene = json.loads(blend.read().split("\n", 1)[1])
            if "read" in scene:
                with open(os.path.join(os.path.dirname(order["blend"]), scene["read"])) as beside:
                    scene["refuse"] = beside.read()
            say(done=True, cleaned=scene.get("cleaned", {}))
        else:
            render(scene, order, say, sock)


if __name__ == "__main__":
    if "--version" in sys.argv:
        print(os.environ.get("FAKE_VERSION", "Blender 3.4.1\n\tbuild date: none"))
    elif sys.argv[sys.argv.index("-P") + 1].endswith("hostile.py"):
        make_hostile(json.loads(sys.argv[sys.argv.index("--") + 1]))
    else:
        serve(socket.socket(fileno=int(sys.argv[sys.argv.index("--") + 1])))
