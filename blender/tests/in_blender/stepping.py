# SPDX-License-Identifier: GPL-3.0-or-later
"""For scripts inside a Blender with windows: runs a generator step by step, so that Blender draws in between, and quits at its end."""

import os
import sys
import traceback

import bpy


def run(steps, pause=0.3):
    """Whatever goes wrong ends Blender with code 5 and a traceback."""

    def step():
        window = bpy.context.window_manager.windows[0]
        try:
            with bpy.context.temp_override(window=window, screen=window.screen, area=window.screen.areas[0]):
                next(steps)
            return pause
        except StopIteration:
            bpy.ops.wm.quit_blender()
        except Exception:
            traceback.print_exc()
            sys.stdout.flush()
            os._exit(5)
        return None

    bpy.app.timers.register(step, first_interval=1)


def pauses(count):
    """Generator: gives Blender time."""
    for _ in range(count):
        yield
