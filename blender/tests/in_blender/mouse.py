# SPDX-License-Identifier: GPL-3.0-or-later
"""For scripts inside a Blender under Xvfb: what a user does with the mouse. Nothing here calls Blender's operators; `hand.py` moves the mouse.

All that takes time is a generator, for `stepping`: each yield gives Blender time.
"""

import os
import re
import select
import struct
import subprocess

import bpy
import stepping

HAND = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hand.py")
# Of the keyboard that Xvfb has.
CONTROL, C = 37, 54
# A row of the button that Enter presses in a dialog, from Blender 4 on; blue, green, red, and a byte that says nothing.
BLUE = re.compile(rb"(?:\xb3\x72\x47.){100}", re.DOTALL)


class Mouse:
    """clicks: what was pressed, in words. A double click is one, and so is a menu's choice by press, drag and release; so is dropping."""

    def __init__(self, python, screen):
        """python: to run the hand. screen: the file to which Xvfb writes its screen (-fbdir)."""
        self.clicks, self._screen = [], screen
        self._hand = subprocess.Popen([python, HAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, *words):
        """Returns the answer."""
        self._hand.stdin.write(" ".join(map(str, words)) + "\n")
        self._hand.stdin.flush()
        while not select.select([self._hand.stdout], [], [], 0)[0]:
            yield
        answer = self._hand.stdout.readline().strip()
        yield
        return answer

    def click(self, what, x, y, times=1):
        yield from self.move(x, y)
        if times == 1:
            yield from self.do("press")
            yield from self.do("release")
        else:
            # All at once: slow clicks are no double click.
            self._hand.stdin.write("press\nrelease\n" * times)
            self._hand.stdin.flush()
            for _ in range(2 * times):
                self._hand.stdout.readline()
        self._count(what)
        yield from stepping.pauses(3)

    def move(self, x, y):
        # Buttons notice a mouse that comes, not one that is there.
        yield from self.do("move", x + 2, y + 1)
        yield from self.do("move", x, y)
        yield from stepping.pauses(3)

    def choose(self, menu, place, command, drawn=False):
        """menu: its type's name. The entry that does this: clicked, or drawn open and let go there, which is one click."""
        opened = []
        kind = getattr(bpy.types, menu)
        kind.append(lambda *_: opened.append(True))
        yield from self.move(*place)
        yield from self.do("press")
        yield from stepping.pauses(30)
        if not opened:
            # Blender 4.3 and 5.2 lose a first press that comes after a dialog.
            yield from self.do("release")
            self._count(menu + ", pressed in vain")
            yield from self.do("press")
        # A menu that is not yet drawn when the button is let go does not open.
        yield from stepping.pauses(8)
        if not drawn:
            yield from self.do("release")
            self._count(menu)
            yield from stepping.pauses(8)
        yield from self.hover(command, ((place[0] + 15, place[1] + 12 * step) for step in range(2, 45)))
        if not drawn:
            yield from self.do("press")
        yield from self.do("release")
        self._count(f"{menu}: {command}" if drawn else command)
        yield

    def hover(self, command, places):
        """Moves to the first of these places that has a button which does this, as Ctrl+C there tells; returns it."""
        seen = []
        for x, y in places:
            yield from self.do("move", x, y)
            yield from self.do("key", CONTROL, C)
            seen.append(bpy.context.window_manager.clipboard)
            if command in seen[-1]:
                return x, y
        raise AssertionError(f"no button for {command}, only {sorted(set(seen))}")

    def blue(self):
        """(x, y) in the blue button on the screen, or None."""
        with open(self._screen, "rb") as file:
            data = file.read()
        # XWD: a head, a table of colours, the rows; four bytes a pixel, blue first.
        fields = struct.unpack_from(">25I", data)
        start, row = fields[0] + 12 * fields[19], fields[12]
        for y in range(fields[5]):
            line = data[start + y * row :][:row]
            found = BLUE.search(line)
            if found:
                return found.start() // 4 + 20, y + 8
        return None

    def _count(self, what):
        self.clicks.append(what)
        print("click", len(self.clicks), what, flush=True)

    def drop(self, what, x, y, path):
        # Who drops has the mouse there.
        yield from self.move(x, y)
        while (yield from self.do("drop", x, y, path)) != "is taken":
            yield
        self._count(what)

    def end(self):
        self._hand.stdin.close()
        self._hand.wait(300)
