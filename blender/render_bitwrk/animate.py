# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender of its own, started by animation.py, so that the user's stays free: renders a range of frames.

    blender -b --factory-startup -Y COPY --python-exit-code 3 -P animate.py -- SETTINGS.json

One .blend for all frames, tiles of later frames bought while earlier ones are put together; Blender itself composites and saves.
Lines of the output that begin with `BITWRK ` are JSON for the operator.
"""

import json
import os
import sys
import threading

import bpy

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(FOLDER))

import render_bitwrk  # noqa: E402
from render_bitwrk import engine, plans, prefs, rendering  # noqa: E402
from render_bitwrk.core.frames import runs  # noqa: E402
from render_bitwrk.scene import choose, layers  # noqa: E402


def say(**what):
    print("BITWRK " + json.dumps(what), flush=True)


def end_with_the_starter():
    """The pipe closes when the first Blender ends, however that ends: nobody wants the frames any more. Touches no bpy."""
    while os.read(0, 1):
        pass
    os._exit(4)


def keep_outputs(file):
    """The compositor's file outputs write beside the user's file, not beside this copy of it. file: may be empty, if it was never saved."""
    trees = [scene.node_tree for scene in bpy.data.scenes if getattr(scene, "node_tree", None)]
    for tree in (*trees, *bpy.data.node_groups):
        for node in tree.nodes:
            if node.bl_idname == "CompositorNodeOutputFile":
                # Called otherwise from Blender 5 on.
                name = "directory" if hasattr(node, "directory") else "base_path"
                setattr(node, name, bpy.path.abspath(getattr(node, name), start=os.path.dirname(file) or os.getcwd()))


def render(scene, frames):
    for scene.frame_start, scene.frame_end, scene.frame_step in runs(frames):
        bpy.ops.render.render(animation=True)


def main(path):
    threading.Thread(target=end_with_the_starter, name="bitwrk-starter", daemon=True).start()
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    render_bitwrk.register()
    for name, value in settings["preferences"].items():
        setattr(prefs.Unsaved, name, value)
    plans.original = settings["file"]
    scene = bpy.data.scenes[settings["scene"]]
    bpy.context.window.scene = scene
    # Without a window Blender renders all layers in use, whatever the scene says.
    choose(scene, [layer.name for layer in layers(scene)])
    scene.render.engine = engine.ENGINE
    scene.render.filepath = settings["filepath"]
    scene.render.use_placeholder = False
    # The file that is sent depends on the frame it was saved at: always the same, whatever is left to do.
    scene.frame_set(settings["frames"][0])
    frames = rendering.missing(scene, settings["frames"])
    say(frames=len(frames), skipped=len(settings["frames"]) - len(frames))
    if not frames:
        return 0
    engine.last_words = lambda text: say(trouble=text)
    try:
        engine.shared = rendering.Running(scene, frames)
        engine.shared.tell = lambda text: say(text=text)
        for warning in engine.shared.warnings:
            say(warning=warning)
        # Only now: sellers need not read where it writes.
        keep_outputs(settings["file"])
        render(scene, frames)
    except (rendering.Trouble, RuntimeError) as e:
        say(trouble=str(e).strip().removeprefix("Error: "))
        return 1
    finally:
        rendering.close_all()
        say(text=rendering.latest.text, ending=rendering.latest.ending)
    say(done=True)
    return 0


sys.exit(main(sys.argv[sys.argv.index("--") + 1]))
