# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the worker by themselves: packed files, the system call filter, the sandbox's command, options."""

import argparse
import contextlib
import gzip
import io
import math
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
import types
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import FAKE, until  # noqa: E402
from core import works  # noqa: E402
from worker import expanded, limits, options, sandbox, seccomp, slot  # noqa: E402
from worker.contact import Client, Seller, WrongClient  # noqa: E402
from worker.process import Cancelled, Excess  # noqa: E402

ZSTD = struct.pack("<I", expanded.ZSTD)


def frame(blocks, told=None):
    """A zstd frame; blocks: (kind, length) of each. told: the content size that it claims, of 4 bytes."""
    head = ZSTD + (b"\x00\x50" if told is None else b"\x80\x50" + struct.pack("<I", told))
    body = b""
    for number, (kind, length) in enumerate(blocks):
        last = number == len(blocks) - 1
        body += struct.pack("<I", length << 3 | kind << 1 | last)[:3] + b"x" * (1 if kind == 1 else length)
    return head + body


class PackedFiles(unittest.TestCase):
    def check(self, data, limit=10**6, **more):
        expanded.check(io.BytesIO(data), limit, **more)

    def assertTooLarge(self, data, words, **more):
        with self.assertRaisesRegex(expanded.TooLarge, words):
            self.check(data, **more)

    def test_W3_gzip_bombs_are_found_without_unpacking_them_into_memory(self):
        self.check(gzip.compress(bytes(10**6)))
        self.assertTooLarge(gzip.compress(bytes(10**6 + 1)), "more than 1000000")
        self.assertTooLarge(gzip.compress(bytes(600_000)) * 2, "more than 1000000")
        self.assertTooLarge(gzip.compress(gzip.compress(bytes(10**9)), 1)[:5000], "more than|cannot be", limit=100)

    def test_W3_zstd_bombs_are_found_by_what_their_frames_tell_or_could_hold(self):
        self.check(frame([(0, 1000)], told=1000))
        self.check(frame([(1, 128 * 1024)] * 7))
        self.assertTooLarge(frame([(1, 128 * 1024)] * 8), "more than")
        self.assertTooLarge(frame([(2, 20)] * 80, told=2_000_000), "more than")
        self.assertTooLarge(frame([(0, 9)], told=9) + frame([(1, 1)] * 8), "more than")
        skippable = struct.pack("<II", expanded.SKIPPABLE, 5) + b"hello"
        self.check(frame([(0, 9)], told=9) + skippable)
        self.assertTooLarge(frame([(3, 9)]), "damaged")
        self.assertTooLarge(frame([(0, 9)]) + b"junk", "something else")

    def test_W3_W5_are_examined_as_long_as_somebody_waits(self):
        packed = {"gzip": gzip.compress(bytes(10**6)), "zstd": frame([(1, 1)] * 8), "plain": b"GIF89a"}
        for name, data in packed.items():
            with self.subTest(name), tempfile.NamedTemporaryFile() as file:
                file.write(data)
                file.flush()
                looks = []
                self.assertLessEqual(10**6, expanded.check(io.BytesIO(data), 10**8, False, 10**6, lambda: looks.append(1)))
                self.assertEqual(name != "plain", len(looks) > 4)
                piece = works.Work(works.Tile(0, 0, 1, 1), 1, [("a", "a", file.name)], os.devnull, "")
                examined = types.SimpleNamespace(_taking=slot.Taking("", None, 10**8, 5))
                for reason, deadline, is_gone in ((Excess, 0, False), (Cancelled, math.inf, True)):
                    with self.assertRaises(reason):
                        slot.Slot._examine(examined, piece, deadline, lambda: is_gone)

    def test_W3_cut_or_garbled_files_end_in_nothing_else(self):
        rng = random.Random(3)
        for whole in (gzip.compress(os.urandom(3000)), frame([(0, 100), (2, 50), (1, 7)], told=157)):
            for _ in range(300):
                garbled = bytearray(whole[:rng.randrange(4, len(whole))])
                garbled[rng.randrange(2, len(garbled))] = rng.randrange(256)
                with contextlib.suppress(expanded.TooLarge):
                    self.check(bytes(garbled))

    def test_are_scenes_or_anything_but_scenes(self):
        self.check(b"BLENDER-v304RENDH")
        self.check(b"BLENDER17-01v0502")
        for data in (b"GIF89a", b"", b"BL"):
            self.assertTooLarge(data, "no .blend")
            self.check(data, is_scene=False)
        self.assertTooLarge(gzip.compress(bytes(10**7)), "more than", is_scene=False)


class Filter(unittest.TestCase):
    """The filter's program is run here as the kernel would."""

    def verdict(self, machine, audit, number, argument=0):
        code = seccomp.program(machine)
        data = struct.pack("<IIQ", number, audit, 0) + struct.pack("<Q", argument)
        at, accumulator = 0, 0
        while True:
            kind, when_true, when_false, operand = struct.unpack_from("=HBBI", code, at * 8)
            at += 1
            if kind == seccomp.RETURN:
                return operand
            if kind == seccomp.LOAD:
                accumulator = struct.unpack_from("<I", data, operand)[0]
                continue
            holds = {seccomp.EQUAL: accumulator == operand, seccomp.AT_LEAST: accumulator >= operand,
                     seccomp.ANY_BIT: bool(accumulator & operand)}[kind]
            at += when_true if holds else when_false

    def test_lets_threads_be_made_but_no_processes(self):
        refused = seccomp.ERRNO | seccomp.EPERM
        for machine, (audit, clone, closed) in seccomp.MACHINES.items():
            with self.subTest(machine):
                self.assertEqual(seccomp.ALLOW, self.verdict(machine, audit, clone, 0x3D0F00))
                self.assertEqual(refused, self.verdict(machine, audit, clone, 17))
                self.assertEqual(seccomp.ERRNO | seccomp.ENOSYS, self.verdict(machine, audit, seccomp.CLONE3))
                for number in closed.values():
                    self.assertEqual(refused, self.verdict(machine, audit, number, 0x10000))
                for number in set(range(450)) - set(closed.values()) - {clone, seccomp.CLONE3}:
                    self.assertEqual(seccomp.ALLOW, self.verdict(machine, audit, number))

    def test_ends_what_calls_the_system_as_another_machine_would(self):
        self.assertEqual(seccomp.KILL, self.verdict("x86_64", 0x40000003, 2))
        self.assertEqual(seccomp.KILL, self.verdict("x86_64", 0xC000003E, seccomp.X32 + 57))
        self.assertEqual(seccomp.KILL, self.verdict("aarch64", 0xC000003E, 57))

    def test_is_none_where_the_calls_are_not_known(self):
        self.assertIsNone(seccomp.program("riscv64"))


class Command(unittest.TestCase):
    def setUp(self):
        self.places = sandbox.Places("/opt/blender-5.2/blender", "/code", "/works")

    def words(self, **more):
        command, descriptors = sandbox.Bubblewrap("/usr/bin/bwrap", 2**28, **more).command(self.places, ["-b"])
        for descriptor in descriptors:
            os.close(descriptor)
        return " ".join(command)

    def test_shows_only_blender_and_the_works_and_nothing_of_them_to_write(self):
        words = self.words()
        self.assertIn("--unshare-all --uid 65534", words)
        self.assertIn("--ro-bind /opt/blender-5.2 /opt/blender-5.2", words)
        self.assertIn("--ro-bind /code /bitwrk --ro-bind /works /scenes", words)
        self.assertIn("--size 268435456 --tmpfs /tmp", words)
        self.assertTrue(words.endswith("-- /opt/blender-5.2/blender -b"), words)
        self.assertNotIn(" --bind", words)
        self.assertNotIn("--share-net", words)
        self.assertNotIn(os.path.expanduser("~") + " ", words)

    def test_shows_devices_only_where_a_gpu_renders(self):
        self.assertNotIn("/sys", self.words())
        self.assertIn("--ro-bind-try /sys /sys", self.words(uses_gpu=True))

    def test_hands_no_environment_down(self):
        os.environ["BITWRK_CANARY"] = "x"
        self.addCleanup(os.environ.pop, "BITWRK_CANARY")
        self.assertNotIn("BITWRK_CANARY", sandbox.environment(sandbox.Bubblewrap("bwrap", 1)))
        self.assertIn("BITWRK_CANARY", sandbox.environment(sandbox.NoSandbox("")))

    def test_is_not_used_where_bubblewrap_does_not_work(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "bwrap")
            with open(broken, "w", encoding="ascii") as script:
                script.write("#!/bin/sh\necho no permissions to create a namespace; exit 1\n")
            os.chmod(broken, 0o755)
            path, os.environ["PATH"] = os.environ["PATH"], folder
            try:
                chosen = sandbox.choose("auto", self.places._replace(blender=FAKE), 1, False)
            finally:
                os.environ["PATH"] = path
        self.assertEqual((False, "bubblewrap does not work here: no permissions to create a namespace"),
                         (chosen.isolates, chosen.reason))
        self.assertIn("user namespaces", chosen.remedy)

    def test_would_show_no_home_in_which_blender_lies_about(self):
        places = self.places._replace(blender=os.path.expanduser("~/blender"))
        with tempfile.TemporaryDirectory() as folder:
            os.symlink("/bin/true", os.path.join(folder, "bwrap"))
            path, os.environ["PATH"] = os.environ["PATH"], folder
            try:
                self.assertIn("a folder of its own", sandbox.choose("auto", places, 1, False).remedy)
            finally:
                os.environ["PATH"] = path


class Options(unittest.TestCase):
    def test_are_those_of_0_7_and_have_limits_by_class(self):
        found = options.parse("--blender b --bitwrk-host h --bitwrk-port 9 --max-cost 2G --listen-port 7 --listen-iface "
                              "i --own-address o --device cuda --trusted".split())
        self.assertEqual(("b", "h", 9, "2G", 7, "i", "o", "CUDA", True, 600), (
            found.blender, found.bitwrk_host, found.bitwrk_port, found.max_cost, found.listen_port,
            found.listen_iface, found.own_address, found.device, found.trusted, found.time_limit))
        self.assertEqual((2**30, 2**33), (min(found.memory, 2**30), max(found.memory, 2**33)))

    def test_sell_by_default_what_a_new_scene_buys(self):
        with open(os.path.join(os.path.dirname(sandbox.__file__), "..", "scene.py"), encoding="utf-8") as file:
            bought = re.search(r'cost_class: .*CLASS, "(\w+)"', file.read()).group(1)
        found = options.parse("--blender b".split())
        self.assertEqual((bought, options.TIME_LIMITS[bought]), (found.max_cost, found.time_limit))

    def test_have_the_time_limit_of_the_class(self):
        for chosen, seconds in (("512M", 300), ("2G", 600), ("8G", 840), ("32G", 840)):
            self.assertEqual(seconds, options.parse(["--blender", "b", "--max-cost", chosen]).time_limit)
        self.assertEqual(9, options.parse("--blender b --max-cost 8G --time-limit 9".split()).time_limit)

    def test_that_make_no_sense_are_refused(self):
        for words in ("", "--blender b --max-cost 1G", "--blender b --memory many", "--blender b --parallel 0"):
            with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()):
                options.parse(words.split())
        with self.assertRaises(argparse.ArgumentTypeError):
            options.size("-1M")

    def test_do_without_a_sandbox_only_by_wish(self):
        self.assertEqual("require", options.parse("--blender b".split()).sandbox)
        self.assertEqual("auto", options.parse("--blender b --sandbox auto".split()).sandbox)

    def test_do_not_matter_where_the_system_has_no_limits(self):
        script = os.path.join(os.path.dirname(sandbox.__file__), "blender-slave.py")
        windows = "import sys, runpy; sys.modules['resource'] = None; runpy.run_path(%r, run_name='__main__')" % script
        done = subprocess.run([sys.executable, "-c", windows], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stdout, r"\Aworkers need Linux: [^\n]*\n\Z")

    def test_tell_of_the_sandbox_in_the_help(self):
        with self.assertRaises(SystemExit), contextlib.redirect_stdout(io.StringIO()) as out:
            options.parse(["--help"])
        self.assertIn("bubblewrap", out.getvalue())


class Counting(unittest.TestCase):
    def test_finds_a_process_and_what_it_started_and_kills_all(self):
        shell = subprocess.Popen(["sh", "-c", "(sleep 300; true) & (sleep 300; true) & echo up; wait; true"],
                                 stdout=subprocess.PIPE, start_new_session=True)
        with shell.stdout:
            shell.stdout.readline()
            until(lambda: len(limits.tree(shell.pid)) == 5, "the shell's children")
            family = limits.tree(shell.pid)
            self.assertEqual(5, limits.usage(shell.pid).processes)
            limits.kill(shell.pid)
            shell.wait()
        until(lambda: not any(self.runs(member) for member in family), "the end of all of them")

    def runs(self, process):
        try:
            with open("/proc/%d/stat" % process, "rb") as stat:
                return stat.read().rpartition(b")")[2].split()[0] not in b"ZX"
        except OSError:
            return False


class Addresses(unittest.TestCase):
    def test_are_taken_from_what_the_client_sees(self):
        for seen, address in (("10.0.0.7:5123", "10.0.0.7"), ("[::1]:80", "::1"), ("box.local:9", "box.local")):
            client = Client("h", 1)
            client._call = lambda *_, seen=seen: seen
            self.assertEqual(address, client.own_address())
        client._call = lambda *_: "<html>"
        with self.assertRaises(WrongClient):
            client.own_address()

    def test_of_version_6_stand_in_brackets(self):
        seller = Seller("a", "::1", 80, "none")
        self.assertEqual(("blender-::1-80", "http://[::1]:80/work"), (seller.id, seller.push_url))


if __name__ == "__main__":
    unittest.main()
