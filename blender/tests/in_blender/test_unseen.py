# SPDX-License-Identifier: GPL-3.0-or-later
"""What no picture shows is not sent, so it does not count: what was bought serves as before."""

import json
from pathlib import Path

from tests.in_blender.test_render import Case

# Each by itself.
UNSEEN = {
    "price": "s.bitwrk.price = 'mBTC 7'",
    "tiles at once": "s.bitwrk.at_once = 3",
    "class, there and back": "s.bitwrk.cost_class = '8G'; s.bitwrk.cost_class = '2G'",
    "selection": "[o.select_set(not o.select_get()) for o in s.objects]",
    "active object": "s.view_layers[0].objects.active = bpy.data.objects['Camera']",
    "selected nodes": "n = bpy.data.materials['Material'].node_tree.nodes; n[0].select = not n[0].select; n.active = n[1]",
    "selected keyframes": "c = curves()[0]; c.select = not c.select; c.keyframe_points[0].select_control_point ^= True",
    "output path": "s.render.filepath = '//elsewhere/x_'",
    "file format": "f = s.render.image_settings; setattr(f, *('media_type', 'IMAGE') if hasattr(f, 'media_type') else ('quality', 8)); "
    "f.file_format = 'JPEG'; f.quality = 7",
    "last frame": "s.frame_end = 77",
    "frame step": "s.frame_step = 5",
    "preview range": "s.frame_preview_start, s.frame_preview_end = 3, 4",
}
# An expression may look at the last frame.
DRIVEN = "v = bpy.data.objects['Cube'].driver_add('location', 0).driver.variables.new().targets[0]; v.id_type = 'SCENE'; v.id = s; v.data_path = 'frame_end'"
SEEN = {
    "samples": "s.cycles.samples = 3",
    "a driver": DRIVEN,
    "a driver, and the last frame": DRIVEN + "; s.frame_end = 77",
    "a keyframe": "curves()[0].keyframe_points[0].co.y += 1",
}


class UnseenTest(Case):
    def test_what_no_picture_shows_is_not_sent(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1", "bpy.data.objects['Light'].keyframe_insert('location', frame=1)")
        changes = Path(self.profile.path("changes.json"))
        changes.write_text(json.dumps({"none": "0", **UNSEEN, **SEEN}))
        script = str(Path(__file__).parent / "unseen_script.py")
        code, output = self.profile.run("-P", script, "--", self.profile.module, scene, str(changes), self.profile.folder)
        self.assertEqual(0, code, output)
        said = json.loads(Path(self.profile.path("said.json")).read_text())
        same = said.pop("none")
        self.assertEqual(sorted(UNSEEN), sorted(name for name, identity in said.items() if identity == same))
        self.assertEqual(len(SEEN) + 1, len(set(said.values())))
