# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs are found where users put them, and end with Blender."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from unittest import mock

from render_bitwrk.core import daemon
from render_bitwrk.core.daemon import CannotStart, Programs


class FindTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.addon = os.path.join(self.folder, "addon")
        environment = mock.patch.dict(os.environ, {"PATH": os.path.join(self.folder, "path"), "HOME": self.folder})
        environment.start()
        self.addCleanup(environment.stop)
        os.environ.pop("JAVA_HOME", None)

    def make(self, *names):
        path = os.path.join(self.folder, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n")
        os.chmod(path, stat.S_IRWXU)
        return path

    def find(self, preference=""):
        with mock.patch.object(daemon, "_usual_folders", lambda: [os.path.join(self.folder, "bitwrk")]):
            return daemon.client_command(preference, self.addon)

    def test_looks_in_its_own_folder_then_on_the_path_then_in_the_usual_places(self):
        self.assertRaisesRegex(CannotStart, "no bitwrk-client was found: take the add-on.s zip", self.find)
        places = [("bitwrk", "bitwrk-client"), ("path", "bitwrk-client"), ("addon", "bitwrk_client", "bitwrk-client")]
        for place in places:
            made = self.make(*place)
            self.assertEqual([made], self.find())

    def test_a_preference_comes_first_and_must_be_right(self):
        self.make("path", "bitwrk-client")
        mine = self.make("mine")
        self.assertEqual([mine], self.find(mine))
        self.assertRaisesRegex(CannotStart, "correct the client's path", self.find, mine + "x")

    def test_a_jar_is_run_by_java(self):
        jar = self.make("bitwrk", "bitwrk-client.jar")
        self.assertRaisesRegex(CannotStart, "needs Java 17", self.find)
        java = self.make("path", "java")
        self.assertEqual([java, "-jar", jar], self.find())
        bundled = self.make("addon", "bitwrk_client", "runtime", "bin", "java")
        self.assertEqual([bundled, "-jar", jar], self.find())

    def test_what_blender_has_unpacked_is_made_executable(self):
        self.make("addon", "bitwrk_client", "bitwrk-client.jar")
        unpacked = [self.make("addon", "bitwrk_client", "runtime", "bin", "java"), self.make("mine")]
        for path, find in zip(unpacked, (self.find, lambda: self.find(unpacked[1]))):
            os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
            find()
            self.assertTrue(os.access(path, os.X_OK), path)

    def test_others_reach_the_client_only_if_allowed(self):
        self.assertEqual(["-end-with-input", "-intport", "9"], daemon.client_options(9, False))
        self.assertEqual(["-end-with-input", "-intport", "9", "-intiface", ""], daemon.client_options(9, True))

    def test_the_exchange_and_further_options_are_passed_on(self):
        options = daemon.client_options(9, False, "https://exchange.example/", "-extport 10 -datadir 'a b'")
        self.assertEqual(["-bitwrkurl", "https://exchange.example/", "-extport", "10", "-datadir", "a b"], options[3:])
        self.assertRaisesRegex(CannotStart, "further options", daemon.client_options, 9, False, "", "'")


class ProgramsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = os.path.join(folder.name, "log")
        self.programs = Programs()
        self.addCleanup(self.programs.stop_all)

    def wait_for(self, condition):
        end = time.monotonic() + 60
        while not condition() and time.monotonic() < end:
            time.sleep(0.02)
        self.assertTrue(condition())

    def test_what_was_started_is_stopped(self):
        self.programs.start("client", [sys.executable, "-c", "import time; time.sleep(600)"], self.log)
        self.assertTrue(self.programs.runs("client"))
        self.programs.stop("client")
        self.assertFalse(self.programs.runs("client"))
        self.assertIsNone(self.programs.ending("client"))

    def test_what_was_started_sees_it_when_its_starter_ends_however_that_is(self):
        program = "import sys; print('up', flush=True); sys.stdin.read(); print('the end')"
        starter = "\n".join(
            (
                "import os, sys, signal",
                "from render_bitwrk.core.daemon import Programs",
                f"Programs().start('client', [sys.executable, '-c', {program!r}], {self.log!r})",
                f"while not os.path.getsize({self.log!r}): pass",
                "os.kill(os.getpid(), signal.SIGKILL)",
            )
        )
        folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        self.assertEqual(-signal.SIGKILL, subprocess.run([sys.executable, "-c", starter], cwd=folder, timeout=60).returncode)

        def log():
            with open(self.log) as file:
                return file.read()

        self.wait_for(lambda: log() == "up\nthe end\n")

    def test_what_ended_by_itself_is_told_in_its_own_words(self):
        self.programs.start("worker", [sys.executable, "-c", "import sys; print('a'); sys.exit('no sandbox')"], self.log)
        self.wait_for(lambda: not self.programs.runs("worker"))
        self.assertEqual("it ended with 1: no sandbox", self.programs.ending("worker"))

    def test_a_reason_is_told_and_not_where_help_is(self):
        said = "Unknown option: '-alow-buy'\nHow it is meant: bitwrk-client --help"
        self.programs.start("client", [sys.executable, "-c", f"import sys; sys.exit({said!r})"], self.log)
        self.wait_for(lambda: not self.programs.runs("client"))
        self.assertEqual("it ended with 1: Unknown option: '-alow-buy'", self.programs.ending("client"))

    def test_what_does_not_start_is_told(self):
        with self.assertRaisesRegex(CannotStart, "does not start"):
            self.programs.start("client", [self.log + "-none"], self.log)

    def test_the_worker_gets_a_python_that_runs(self):
        command = daemon.worker_command("w.py", "/usr/bin/blender", "127.0.0.1", 8081, "CPU")
        self.assertEqual(["w.py", "--blender", "/usr/bin/blender"], command[1:4])
        self.assertEqual(["--end-with-parent", str(os.getpid())], command[-2:])
        self.assertTrue(daemon._is_python(command[0]))
        self.assertFalse(daemon._is_python("/bin/false"))
