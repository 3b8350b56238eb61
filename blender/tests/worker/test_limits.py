# SPDX-License-Identifier: GPL-3.0-or-later
"""What a render may use, how it is ended, and which process renders what. With a fake Blender."""

import gzip
import os
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import HASTY_WORKER, Case, answer, connect, push, until, work  # noqa: E402
from worker import limits, serving  # noqa: E402


class Renders(Case):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.notes_path = os.path.join(folder.name, "notes")

    def start(self, *options, **more):
        self.bitwrk = self.client()
        self.running = self.worker(self.bitwrk, *options, environment={"FAKE_NOTES": self.notes_path}, **more)
        form = self.registered(self.bitwrk, self.running)
        # What the trials at the start did is not of interest.
        self.skip = len(self.all_notes()) - 1
        return form

    def all_notes(self):
        with open(self.notes_path, encoding="ascii") as notes:
            return [line.split() for line in notes]

    def notes(self):
        return self.all_notes()[self.skip:]

    def words(self):
        return [word for word, _ in self.notes()]

    def assertOver(self, process):
        until(lambda: not os.path.exists("/proc/%s" % process), "the end of process %s" % process)


class Warmth(Renders):
    def test_renders_tiles_of_a_scene_with_one_process_that_opens_it_once(self):
        form = self.start()
        for tile in ((0, 0, 7, 7), (8, 0, 15, 7), (0, 8, 7, 15)):
            self.assertEqual(200, push(form, work({}, tile))[0])
        self.assertEqual(["start", "open", "render", "render", "render"], self.words())

    def test_gives_every_scene_a_process_of_its_own(self):
        form = self.start()
        for scene in ({}, {"other": 1}, {}):
            self.assertEqual(200, push(form, work(scene))[0])
        self.assertEqual(["start", "open", "render"] * 3, self.words())
        self.assertOver(self.notes()[0][1])

    def test_keeps_the_process_after_a_refusal_and_replaces_it_after_a_failure(self):
        form = self.start()
        push(form, work({"refuse": "x"}))
        push(form, work({"refuse": "x"}, frame=2))
        self.assertEqual(["start", "open", "render", "render"], self.words())
        push(form, work({"fail": "x"}))
        push(form, work({"fail": "x"}))
        # The last start is the one that waits for further work.
        until(lambda: self.words()[4:] == ["start", "open", "render", "start", "open", "render", "start"],
              "fresh processes")

    def test_finds_a_process_that_died_meanwhile(self):
        form = self.start()
        push(form, work({}))
        process = self.notes()[0][1]
        os.kill(int(process), 9)
        self.assertEqual(200, push(form, work({}, frame=2))[0])

    def test_renders_a_further_part_anew_when_the_process_ends_in_its_middle(self):
        form = self.start()
        mark = self.notes_path + ".mark"
        scene = {"until": [mark]}
        open(mark, "w").close()
        self.assertEqual(200, push(form, work(scene))[0])
        os.unlink(mark)
        with ThreadPoolExecutor(1) as pool:
            second = pool.submit(push, form, work(scene, frame=2))
            until(lambda: self.words().count("render") == 2, "the second part")
            os.kill(int(self.notes()[-1][1]), 9)
            open(mark, "w").close()
            self.assertEqual(200, second.result()[0])
        self.assertEqual(["start", "open", "render", "render", "start", "open", "render"], self.words())

    def test_gives_up_a_scene_that_ends_its_first_process(self):
        form = self.start()
        self.assertEqual((500, b"Blender has ended"), push(form, work({"die": True})))
        self.assertEqual(1, self.words().count("render"))


class Limits(Renders):
    def refused(self, form, scene):
        status, reason = push(form, work(scene))
        self.assertEqual(422, status, reason)
        process = self.notes()[-1][1]
        if self.notes()[-1][0] == "render":
            self.assertOver(process)
        self.assertGoesOn(form)
        return reason.decode()

    def assertGoesOn(self, form):
        """A time limit of seconds may be too short for any work while the machine is slow."""
        until(lambda: push(form, work({"next": 1}))[0] == 200, "further work is done")

    def test_W2_W4_wall_clock_time(self):
        self.assertIn("longer than 2 s", self.refused(self.start("--time-limit", "2", program=HASTY_WORKER), {"sleep": 300}))

    def test_W2_memory_of_all_processes(self):
        form = self.start("--memory", "300M")
        self.assertIn("more than 300 MiB of memory", self.refused(form, {"grab": 400_000_000, "sleep": 300}))

    def test_W2_processes(self):
        self.assertIn("more than 16 processes", self.refused(self.start(), {"children": 17, "sleep": 300}))

    def test_W2_output(self):
        form = self.start("--output-limit", "1M")
        self.assertIn("larger than 1048576 bytes", self.refused(form, {"size": 1048577}))

    def test_W2_size_of_work(self):
        form = self.start("--work-limit", "1M")
        status, reason = push(form, work({}, resources=[(name, bytes(600_000)) for name in "ab"]), "{:x}".format)
        self.assertEqual((400, b"more than 1048576 bytes of work"), (status, reason))
        self.assertEqual(200, push(form, work({}))[0])

    def test_W3_of_all_packed_files_together(self):
        form = self.start("--memory", "300M")
        packed = gzip.compress(bytes(200 << 20), 1)
        self.assertEqual(200, push(form, work({}, resources=[("a", packed)]))[0])
        status, reason = push(form, work({}, resources=[("a", packed), ("b", packed)]))
        self.assertEqual((400, b"the work unpacks to more than %d bytes" % (300 << 20)), (status, reason))

    def test_W3_W4_wall_clock_time_while_packed_files_are_examined(self):
        form = self.start("--time-limit", "2", program=HASTY_WORKER)
        # So many small ones take longer than they are large.
        status, reason = push(form, work({}, resources=[("a", gzip.compress(b"") * 2_000_000)]))
        self.assertEqual((422, b"it takes longer than 2 s"), (status, reason))
        self.assertNotIn("open", self.words())
        self.assertGoesOn(form)


class Cancelling(Renders):
    def rendering(self, form, scene):
        """A connection whose work is being rendered, and that render's process."""
        connection = connect(form)
        body = work(scene)
        connection.sendall(b"POST /work HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        until(lambda: self.words()[-1] == "render", "rendering")
        return connection, self.notes()[-1][1]

    def test_W5_leaves_no_process_and_the_next_work_is_done(self):
        form = self.start()
        connection, process = self.rendering(form, {"sleep": 300, "children": 3})
        until(lambda: len(self.family(process)) == 4, "the render's children")
        family = self.family(process)
        connection.close()
        for member in family:
            self.assertOver(member)
        self.assertEqual(200, push(form, work({}))[0])

    def family(self, process):
        return limits.tree(int(process))

    def test_W5_counts_bytes_that_come_meanwhile_as_hanging_up(self):
        form = self.start()
        connection, process = self.rendering(form, {"sleep": 300})
        with connection:
            connection.sendall(b"x")
            self.assertOver(process)

    def test_while_the_work_arrives_leaves_nothing_on_the_disk(self):
        form = self.start()
        body = work({"pad": "x" * 100_000})
        with connect(form) as connection:
            connection.sendall(b"POST /work HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body[:50_000])
        until(lambda: "hung up" in self.running.text, "noticing that")
        self.assertEqual(200, push(form, work({}))[0])

    def test_by_ending_the_worker_waits_for_no_work_that_is_still_on_its_way(self):
        form = self.start()
        begun = time.monotonic()
        with connect(form) as connection:
            connection.sendall(b"POST /work HTTP/1.1\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n")
            self.assertEqual(b"HTTP/1.1 100 Continue\r\n\r\n", connection.recv(100))
            self.assertEqual(0, self.running.end())
        self.assertLess(time.monotonic() - begun, serving.IDLE_SECONDS)

    def test_by_ending_the_worker_kills_the_render(self):
        form = self.start()
        connection, process = self.rendering(form, {"sleep": 300, "children": 2})
        begun = time.monotonic()
        with connection:
            self.assertEqual(0, self.running.end())
            self.assertOver(process)
            with self.assertRaises(OSError):
                answer(connection)
        self.assertLess(time.monotonic() - begun, 60)


class Trials(Case):
    def test_W1_nothing_is_sold_when_a_hostile_scene_does_harm(self):
        for name, words in (("freestyle_script", "a Freestyle script"), ("output_node", "a file output node")):
            client = self.client()
            worker = self.worker(client, environment={"FAKE_HARM": name})
            self.assertEqual(1, worker.wait())
            self.assertIn("nothing is sold, since the trial went wrong with: " + words, worker.text)
            self.assertEqual([], client.calls)

    def test_nothing_is_sold_when_even_the_harmless_scene_fails(self):
        client = self.client()
        worker = self.worker(client, environment={"FAKE_HARM": "plain"})
        self.assertEqual(1, worker.wait())
        self.assertIn("went wrong with: a harmless scene", worker.text)

    def test_are_shown_one_by_one(self):
        client = self.client()
        worker = self.worker(client)
        self.registered(client, worker)
        until(lambda: "selling" in worker.text, "what it says is read, too")
        for title in ("a registered text block", "a Python driver", "a Freestyle script", "an absolute image path",
                      "an OSL file", "a huge allocation", "an endless sample count", "a network call"):
            self.assertRegex(worker.text, "trial: %s +ok" % title)


if __name__ == "__main__":
    unittest.main()
