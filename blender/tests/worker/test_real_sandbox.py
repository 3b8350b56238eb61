# SPDX-License-Identifier: GPL-3.0-or-later
"""W1 with a real Blender: each hostile scene really does harm, and is stopped twice, by the cleaning and by the sandbox.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import PATIENCE, SOURCE, need  # noqa: E402
from worker import limits as limiting  # noqa: E402
from worker import process, sandbox  # noqa: E402
from worker.main import blender_version  # noqa: E402
from worker.probes import HUGE_SIDE, MEMORY_BYTES, TITLES, Probes  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
START = ["-b", "--factory-startup", "-noaudio", "--python-exit-code", "9"]
SCRIPTS = ("registered_text", "driver", "freestyle_script", "network_call", "output_node", "fluid_cache")
#: Debian's Blender 4.3 ends when it simulates a fluid (its Python is newer than the simulator can be with).
ENDS_WITH_FLUIDS = (4, 3)
PICTURES = ("absolute_image", "relative_image", "sequencer_strip", "geometry_import")
SECRET = ["0.60", "0.20", "0.40"]
#: What earlier Blenders cannot be made to do.
SINCE = {"geometry_import": (4, 3), "osl_camera": (5, 0)}

#: Tried inside the sandbox by Python that already runs there; each prints what it got, or nothing.
ESCAPES = {
    "home": "os.listdir(%(home)r)",
    "password file": "open('/etc/passwd').read()",
    "seller's files": "open(%(secret)r).read()",
    "environment of the first process": "'CANARY' in open('/proc/1/environ').read() or 1/0",
    "own environment": "os.environ['BITWRK_CANARY']",
    "other processes": "[p for p in os.listdir('/proc') if p.isdigit() and int(p) > 50] or 1/0",
    "write to the system": "open('/usr/x', 'w')",
    "write to the root": "open('/x', 'w')",
    "write to /dev": "open('/dev/shm/x', 'w')",
    "write to the works": "open('/scenes/x', 'w')",
    "write to our code": "open('/bitwrk/x', 'w')",
    "fill /tmp": "open('/tmp/x', 'wb').write(bytes(2**28 + 2**20))",
    "a new process": "os.fork() or os._exit(0)",
    "a program": "subprocess.run(['/bin/true'])",
    "a connection": "socket.create_connection(('127.0.0.1', %(port)d), 5)",
    "a name server": "socket.getaddrinfo('example.com', 80)",
    "an interface": "[i for i in socket.if_nameindex() if i[1] != 'lo'] or 1/0",
    "a user namespace": "ctypes.CDLL(None).unshare(0x10000000) and 1/0",
    "a mount": "ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) and 1/0",
    "being root": "os.getuid() and 1/0",
    "tracing": "ctypes.CDLL(None).ptrace(0, 0, 0, 0) and 1/0",
}


@need("blender")
class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.blender = os.path.realpath(shutil.which("blender"))
        cls.version = blender_version(cls.blender)
        cls.titles = [name for name in TITLES if cls.version >= SINCE.get(name, (0, 0))]
        cls.scripts = [n for n in SCRIPTS if n != "fluid_cache" or cls.version[:2] != ENDS_WITH_FLUIDS]
        cls.pictures = [name for name in PICTURES if name in cls.titles]
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)

    def setUp(self):
        self.own = tempfile.mkdtemp(dir=self.folder)
        self.marks, self.scenes = os.path.join(self.own, "marks"), os.path.join(self.own, "scenes")
        os.mkdir(self.marks)
        os.mkdir(self.scenes)
        self.places = sandbox.Places(self.blender, os.path.abspath(SOURCE), self.scenes)

    def setup_with(self, chosen):
        limits = limiting.Limits(PATIENCE, 2**31, 2**26)
        return process.Setup(chosen, self.places, limits, 1, "CPU", self.version)

    def make(self, port):
        order = {"folder": self.scenes, "marks": self.marks, "secret": os.path.join(self.own, "secret.png"),
                 "port": port, "side": HUGE_SIDE}
        self.run_blender([self.blender] + START + ["-Y", "-P", os.path.join(SOURCE, "worker", "hostile.py"), "--",
                                                   json.dumps(order)])

    def run_blender(self, command, descriptors=(), environment=None):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              pass_fds=descriptors, timeout=PATIENCE * 2, env=environment)
        text = done.stdout.decode("utf-8", "replace")
        self.assertEqual(0, done.returncode, text[-2000:])
        return text

    def pixels(self, text):
        return {name: values.split() for name, values in re.findall(r"^pixel (\w+)\.blend (.*)$", text, re.MULTILINE)}

    def called(self, ears):
        ears.settimeout(0.5)
        try:
            ears.accept()[0].close()
            return True
        except socket.timeout:
            return False

    def assertAllSafe(self, chosen):
        verdicts = Probes(self.setup_with(chosen), self.own, print).run()
        self.assertEqual(self.titles, [verdict.name for verdict in verdicts])
        self.assertEqual([], [verdict for verdict in verdicts if not verdict.is_safe])


class Scenes(Hostile):
    def shown(self, option, names, chosen):
        code, scenes = chosen.inside(self.places)
        show = os.path.join(HERE, "real_show.py")
        if chosen.isolates:
            show = scenes + "/" + os.path.basename(shutil.copy(show, self.scenes))
        files = ["%s/%s.blend" % (scenes, name) for name in names]
        command, descriptors = chosen.command(self.places, START + [option, "-P", show, "--"] + files)
        try:
            return self.pixels(self.run_blender(command, descriptors, sandbox.environment(chosen)))
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def test_do_harm_with_the_precautions_of_0_7_alone(self):
        """Else all other tests of W1 would prove nothing. Text blocks and drivers, which 0.7 stopped: without -Y."""
        outside = sandbox.NoSandbox("")
        with socket.create_server(("127.0.0.1", 0)) as ears:
            self.make(ears.getsockname()[1])
            seen = self.shown("-Y", [*self.scripts[2:], *self.pictures], outside)
            self.assertTrue(self.called(ears))
        self.assertEqual({name: SECRET for name in self.pictures}, {name: seen[name] for name in self.pictures})
        written = [name for name in self.scripts[2:] if name != "network_call"]
        self.assertEqual(sorted(written), self.written())
        self.shown("-y", self.scripts[:2], outside)
        self.assertEqual(sorted(written + ["driver", "registered_text"]), self.written())
        self.assertTakesMemory()

    def written(self):
        """What is on the seller's disk; of pictures without number and ending."""
        return sorted(re.match("[a-z_]+", name).group() for name in os.listdir(self.marks))

    def assertTakesMemory(self):
        running = subprocess.Popen(
            [self.blender] + START + ["-Y", os.path.join(self.scenes, "huge_allocation.blend"), "-f", "1"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            cwd=self.own)
        try:
            deadline = time.monotonic() + PATIENCE
            while limiting.usage(running.pid).memory_bytes < 2 * MEMORY_BYTES:
                self.assertLess(time.monotonic(), deadline)
                self.assertIsNone(running.poll())
                time.sleep(0.02)
        finally:
            limiting.kill(running.pid)
            running.wait()

    @need("bubblewrap")
    def test_are_stopped_by_the_sandbox_alone_even_with_auto_run(self):
        chosen = sandbox.Bubblewrap(shutil.which("bwrap"), 2**28)
        with socket.create_server(("127.0.0.1", 0)) as ears:
            self.make(ears.getsockname()[1])
            seen = self.shown("-y", [*self.scripts, *self.pictures], chosen)
            self.assertFalse(self.called(ears))
        self.assertEqual([], os.listdir(self.marks))
        self.assertEqual(len(self.scripts) + len(self.pictures), len(seen))
        self.assertNotIn(SECRET, seen.values())

    def test_are_stopped_by_the_cleaning_alone(self):
        self.assertAllSafe(sandbox.NoSandbox(""))


@need("blender", "bubblewrap")
class Sandbox(Hostile):
    def test_stops_hostile_scenes_together_with_the_cleaning(self):
        self.assertAllSafe(sandbox.choose("auto", self.places, 2**28, False))

    def test_is_left_by_no_way_that_was_tried(self):
        secret = os.path.join(self.own, "secret")
        with open(secret, "w", encoding="ascii") as file:
            file.write("secret")
        chosen = sandbox.choose("auto", self.places, 2**28, False)
        self.assertEqual((True, ""), (chosen.isolates, chosen.reason))
        with socket.create_server(("127.0.0.1", 0)) as ears:
            places = {"home": os.path.expanduser("~"), "secret": secret, "port": ears.getsockname()[1]}
            lines = ["import ctypes, os, socket, subprocess"]
            for name, code in ESCAPES.items():
                lines += ["try:", "    print('got', %r, %s)" % (name, code % places if "%(" in code else code),
                          "except Exception as e:", "    print('stopped', %r, repr(e))" % name]
            command, descriptors = chosen.command(
                self.places, START + ["--python-expr", "\n".join(lines)])
            try:
                os.environ["BITWRK_CANARY"] = "CANARY"
                text = self.run_blender(command, descriptors, sandbox.environment(chosen))
            finally:
                del os.environ["BITWRK_CANARY"]
                for descriptor in descriptors:
                    os.close(descriptor)
        self.assertEqual([], re.findall(r"^got .*$", text, re.MULTILINE))
        self.assertEqual(len(ESCAPES), len(re.findall(r"^stopped ", text, re.MULTILINE)), text)


if __name__ == "__main__":
    unittest.main()
