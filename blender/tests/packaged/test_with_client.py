# SPDX-License-Identifier: GPL-3.0-or-later
"""The zip with the client inside, installed as users do it, on a machine that has no Java."""

import os
import re
import shutil
import subprocess
import unittest

from tests.end_to_end.market import free_ports, until
from tests.in_blender.blenders import Profile, version
from tests.in_blender.test_ops import lives

IS_EXTENSION = version() >= (4, 2)
MODULE = "bl_ext.user_default.render_bitwrk" if IS_EXTENSION else "render_bitwrk"
# Named is the add-on's; the extension's is made beside it.
ZIP = os.path.abspath(os.environ["BITWRK_WITH_CLIENT_ZIP"]) if "BITWRK_WITH_CLIENT_ZIP" in os.environ else ""
if IS_EXTENSION:
    ZIP = ZIP.replace("-with-client", "-extension-with-client")
SCRIPT = """
import bpy, importlib, time
if {module!r} == "render_bitwrk":
    bpy.ops.preferences.addon_install(filepath={zip!r})
bpy.ops.preferences.addon_enable(module={module!r})
prefs, starting = (importlib.import_module({module!r} + name) for name in (".prefs", ".starting"))
p = prefs.prefs()
p.port, p.client_options = {port}, "-datadir '{folder}'"
print("command:", starting.client_command()[0])
print("operator:", bpy.ops.bitwrk.client())
print("pid:", starting.programs._running["client"].pid, flush=True)
end = time.monotonic() + 120
while time.monotonic() < end and starting.programs.runs("client"):
    try:
        print("version:", prefs.client().probe(), flush=True)
        break
    except Exception as e:
        last = e
        time.sleep(0.2)
else:
    print("no answer:", starting.programs.ending("client"), last)
"""


class EmptyProfile(Profile):
    """Of a user whose path has no program at all."""

    module = MODULE

    def install(self):
        os.mkdir(self.path("bin"))

    def environment(self, **more):
        found = super().environment(PATH=self.path("bin"), **more)
        found.pop("JAVA_HOME", None)
        return found

    def command_line(self, *arguments):
        return [shutil.which("blender"), *super().command_line(*arguments)[1:]]


@unittest.skipUnless(ZIP, "BITWRK_WITH_CLIENT_ZIP names no zip: mvn -Ppackage makes it")
class WithClientTest(unittest.TestCase):
    def test_the_client_inside_starts_on_the_java_inside(self):
        profile = EmptyProfile()
        self.addCleanup(profile.close)
        if IS_EXTENSION:
            self.install(profile)
        script = SCRIPT.format(zip=ZIP, module=MODULE, port=free_ports(1)[0], folder=profile.path("client data"))
        code, output = profile.run("--python-expr", script)
        self.assertEqual(0, code, output)
        folder = ("extensions", "user_default") if IS_EXTENSION else ("scripts", "addons")
        inside = profile.path(*folder, "render_bitwrk", "bitwrk_client", "runtime", "bin", "java")
        self.assertIn(f"command: {inside}\n", output)
        self.assertRegex(output, r"version: [0-9]+\.[0-9]+\.[0-9]+")
        pid = re.search("pid: ([0-9]+)", output).group(1)
        until(lambda: not lives(pid), "the client ends with Blender")

    def install(self, profile):
        """With the usual path: Blender runs its installer with the Python that it finds there, where it brings none along."""
        for words in (("validate", ZIP), ("install-file", "-r", "user_default", "-e", ZIP)):
            command = [shutil.which("blender"), "-b", "--factory-startup", "--command", "extension", *words]
            done = subprocess.run(
                command,
                env={**profile.environment(), "PATH": os.environ["PATH"]},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
            )
            self.assertEqual(0, done.returncode, done.stdout)
