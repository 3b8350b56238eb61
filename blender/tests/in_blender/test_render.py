# SPDX-License-Identifier: GPL-3.0-or-later
"""`blender -b … -E BITWRK_RENDER` against a scripted client whose tiles come from plain Blender."""

import json
import os
import pathlib
import select
import signal
import socket
import unittest

from render_bitwrk.core import exr
from tests.end_to_end.market import PATIENCE, until
from tests.in_blender.blenders import Profile, article
from tests.in_blender.standin import StandIn

ARTICLE = article()


def planes(path):
    return exr.planes(pathlib.Path(path).read_bytes())


def activity(phase="", accepted=False):
    info = {"Type": "BUY", "Article": ARTICLE, "Alive": True, "Accepted": accepted, "Amount": "BTC 0", "Phase": phase}
    return {"Key": 1, "Info": info}


class Case(unittest.TestCase):
    """A profile and a scripted client, for each test its own."""

    profile_class = Profile

    def setUp(self):
        self.profile = self.profile_class()
        self.addCleanup(self.profile.close)
        self.client = StandIn()
        self.addCleanup(self.client.close)

    def render(self, scene, *expressions, **more):
        return self.profile.render(scene, "bought", *expressions, port=self.client.port, **more)

    def assert_equal_to_cycles(self, scene, frame=1):
        code, output = self.profile.render(scene, "plain", engine="CYCLES", frames=("-f", str(frame)))
        self.assertEqual(0, code, output)
        plain, bought = (planes(self.profile.path(f"{name}_{frame:04}.exr")) for name in ("plain", "bought"))
        self.assertEqual(sorted(plain), sorted(bought))
        for name in plain:
            self.assertTrue(plain[name] == bought[name], f"channel {name} differs")

    def assert_fails(self, outcome, *words):
        code, output = outcome
        self.assertEqual(1, code, output)
        for word in words:
            self.assertIn(word, output)
        self.assertFalse(os.path.exists(self.profile.path("bought_0001.exr")), "a picture was saved nevertheless")


class PictureTest(Case):
    def test_four_tiles_are_equal_to_plain_cycles(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4")
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(["/buy/" + ARTICLE] * 4, [path for path, _ in self.client.bought])
        self.assert_equal_to_cycles(scene)

    def test_every_pass_of_every_layer_within_a_border(self):
        scene = self.profile.scene(
            "s.blend",
            "s.bitwrk.tiles, s.bitwrk.price = 2, 'mBTC 1'",
            "s.render.resolution_x, s.render.resolution_percentage = 120, 50",
            "s.render.use_border = s.render.use_crop_to_border = True",
            "s.render.border_min_x, s.render.border_max_x, s.render.border_min_y, s.render.border_max_y = .21, .77, .1, .9",
            "s.view_layers.new('Second')",
            "s.view_layers.new('Unused').use = False",
            "s.view_layers[0].use_pass_z = s.view_layers['Second'].use_pass_normal = True",
        )
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(["/buy/" + ARTICLE + "?price=mBTC+1"] * 2, [path for path, _ in self.client.bought])
        self.assert_equal_to_cycles(scene)

    def test_names_as_long_as_they_may_be(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1", "s.view_layers[0].name = 'A' * 52")
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assert_equal_to_cycles(scene)

    def test_without_windows_no_layer_is_the_single_one(self):
        """As in plain Blender; what is sent says so, too."""
        lines = ["s.view_layers.new('Second').use_pass_normal = True", "s.render.use_single_layer = True"]
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1", *lines)
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertIn("Second.Normal.X", planes(self.profile.path("bought_0001.exr")))
        self.assert_equal_to_cycles(scene)

    def test_adaptive_sampling_leaves_no_seams(self):
        adaptive = "s.cycles.use_adaptive_sampling, s.cycles.adaptive_threshold, s.cycles.adaptive_min_samples = True, .02, 4"
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles, s.cycles.samples = 4, 256", adaptive)
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual({(36, 36)}, {(work.tile.width, work.tile.height) for _, work in self.client.bought})
        self.assert_equal_to_cycles(scene)

    def test_what_failed_is_bought_again(self):
        def behave(number, work, handler):
            return [(303, b""), (502, b"the seller went away"), None][min(number, 2)]

        self.client.behave = behave
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1")
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(3, len(self.client.bought))
        # The first failure is told for a second only, this one until the tile has been rendered.
        self.assertIn("failed 2 times, at last: the seller went away", output)
        self.assert_equal_to_cycles(scene)

    def test_a_second_run_buys_only_what_is_missing(self):
        self.client.behave = lambda number, work, handler: (402, b"too little money") if number == 2 else None
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles, s.bitwrk.at_once = 4, 1")
        self.assert_fails(self.render(scene), "too little money")
        self.assertEqual(3, len(self.client.bought))
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(5, len(self.client.bought))
        self.assertEqual(4, len({work.tile for _, work in self.client.bought}))
        self.assert_equal_to_cycles(scene)
        code, output = self.render(scene, "bpy.context.scene.cycles.samples = 4")
        self.assertEqual(0, code, output)
        self.assertEqual(9, len(self.client.bought), "another scene is bought anew")


class FailureTest(Case):
    def setUp(self):
        super().setUp()
        self.scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1")

    def test_there_is_no_client(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            outcome = self.profile.render(self.scene, "bought", port=free.getsockname()[1])
        self.assert_fails(outcome, "no BitWrk client answers at", "start it")

    def test_the_client_is_too_old(self):
        self.client.answers["/version"] = "0.7.0"
        self.assert_fails(self.render(self.scene), "is version 0.7.0: 0.8.0 or newer is needed")

    def test_a_pixel_is_too_dear(self):
        self.assert_fails(self.render(self.scene, "s = bpy.context.scene.cycles; s.samples, s.max_bounces = 2**24, 1024"), "choose a larger class")

    def test_two_eyes_are_more_than_sellers_have(self):
        self.assert_fails(self.render(self.scene, "bpy.context.scene.render.use_multiview = True"), "switch Stereoscopy off")
        self.assertEqual([], self.client.bought)

    def test_the_scene_cannot_be_saved(self):
        full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))"
        self.assert_fails(self.render(self.scene, full), "BitWrk: the scene cannot be saved to be sent: ")
        outcome = self.render(self.scene, full, "bpy.ops.bitwrk.render_animation(frames='1')")
        self.assertIn("BitWrk: the scene cannot be saved to be sent: ", outcome[1])

    def test_a_fault_of_the_add_on_is_no_black_picture(self):
        fault = "import render_bitwrk.rendering as r; r.snapshot = lambda *a: [][1]"
        outcome = self.render(self.scene, fault)
        self.assert_fails(outcome, "BitWrk: a fault of the add-on: IndexError: list index out of range")
        self.assertNotIn("Traceback", outcome[1])

    def test_what_sellers_cannot_render_is_told_before_anything_is_bought(self):
        layer = "v = bpy.context.scene.view_layers[0]; v.name = 'A' * 60"
        self.assert_fails(self.render(self.scene, layer), "the names of 4 channels, like " + "A" * 60 + ".Combined.R, are too long")
        aov = "a = bpy.context.scene.view_layers[0].aovs.add(); a.name = 'é' * 28"
        self.assert_fails(self.render(self.scene, aov), "are too long for a picture's file")
        self.assertEqual([], self.client.bought)

    def test_between_frames_nothing_is_bought(self):
        at = "bpy.context.scene.frame_set(1, subframe=.5); bpy.ops.render.render(write_still=True)"
        code, output = self.profile.run(*self.profile.arguments(self.scene, "bought", "bpy.context.scene.render.engine = 'BITWRK_RENDER'", at, port=self.client.port, frames=()))
        self.assertIn("sellers render whole frames, and this scene is at 1.50", output)
        self.assertEqual((9, []), (code, self.client.bought), output)

    def test_the_price_is_no_money(self):
        self.assert_fails(self.render(self.scene, "bpy.context.scene.bitwrk.price = 'much'"), "'much' is no amount of money")

    def test_nobody_permits_and_nobody_sells(self):
        gone = []

        def wait(number, work, handler):
            readable, _, _ = select.select([handler.connection], [], [], PATIENCE)
            gone.append(bool(readable))
            return 502, b"interrupted"

        self.client.behave = wait
        prefs = "bpy.context.preferences.addons['render_bitwrk'].preferences.patience = 5"
        self._activity_once_bought(activity())
        self.assert_fails(self.render(self.scene, prefs), "waits for a permission", "nothing moved for 5 s")
        self._activity_once_bought(activity("PLACED", True))
        outcome = self.render(self.scene, prefs, "bpy.context.scene.bitwrk.price = 'mBTC 2'")
        self.assert_fails(outcome, f"nobody sells {ARTICLE} for mBTC 2")
        until(lambda: len(gone) == 2, "the client notices that both hung up")
        self.assertEqual([True, True], gone)

    def _activity_once_bought(self, what):
        count = len(self.client.bought)
        answers = self.client.answers

        class Answers(dict):
            def __getitem__(inner, path):
                if path == "/activities":
                    return json.dumps([what] if len(self.client.bought) > count else [])
                return super().__getitem__(path)

        self.client.answers = Answers(answers)

    def test_the_limit_is_reached(self):
        limit = "bpy.context.preferences.addons['render_bitwrk'].preferences.spending_limit = 'mBTC 1'"
        outcome = self.render(self.scene, limit, "bpy.context.scene.bitwrk.price = 'mBTC 2'")
        self.assert_fails(outcome, "the spending limit of mBTC 1 is reached")
        self.assertEqual([], self.client.bought)

    def test_a_limit_in_another_currency_is_told_before_anything_is_bought(self):
        limit = "bpy.context.preferences.addons['render_bitwrk'].preferences.spending_limit = 'mBTC 1'"
        words = "the spending limit of mBTC 1 does not hold for a price of EUR 2"
        self.assert_fails(self.render(self.scene, limit, "bpy.context.scene.bitwrk.price = 'EUR 2'"), words)
        mandate = {"Type": 0, "Article": ARTICLE, "Price": "EUR 2", "UseTradesLeft": True, "TradesLeft": 16}
        self.client.answers["/mandates"] = json.dumps([{"Key": 1, "Info": mandate}])
        self.assert_fails(self.render(self.scene, limit), words)
        self.assertEqual([], self.client.bought)

    def test_a_permission_in_another_currency_than_the_limit_ends_the_render(self):
        def permit(number, work, handler):
            mandate = {"Type": 0, "Article": ARTICLE, "Price": "EUR 2", "UseTradesLeft": True, "TradesLeft": 16}
            self.client.answers["/mandates"] = json.dumps([{"Key": 1, "Info": mandate}])
            select.select([handler.connection], [], [], PATIENCE)
            return 502, b"interrupted"

        self.client.behave = permit
        limit = "bpy.context.preferences.addons['render_bitwrk'].preferences.spending_limit = 'mBTC 1'"
        self.assert_fails(self.render(self.scene, limit), "the spending limit of mBTC 1 does not hold for a price of EUR 2")
        self.assertEqual(1, len(self.client.bought))

    def test_ended_in_the_middle_it_hangs_up_and_leaves_no_file(self):
        hung_up = []

        def wait(number, work, handler):
            readable, _, _ = select.select([handler.connection], [], [], PATIENCE)
            hung_up.append(bool(readable) and handler.connection.recv(1) == b"")
            return 502, b"interrupted"

        self.client.behave = wait
        process = self.profile.start(*self.profile.arguments(self.scene, "bought", port=self.client.port))
        self.addCleanup(process.kill)
        until(lambda: self.client.bought, "a tile is asked for")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        until(lambda: hung_up, "the client notices that it hung up")
        self.assertEqual([True], hung_up)
