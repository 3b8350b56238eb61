# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs real_cleaning.py in a real Blender."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import PATIENCE, need  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


@need("blender")
class Cleaning(unittest.TestCase):
    def test_does_what_its_tests_in_blender_say(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                ["blender", "-b", "--factory-startup", "-Y", "-noaudio", "--python-exit-code", "9",
                 "-P", os.path.join(HERE, "real_cleaning.py"), "--", folder],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE * 2)
        text = done.stdout.decode("utf-8", "replace")
        self.assertEqual(0, done.returncode, text[-5000:])
        self.assertIn("\nOK", text)


if __name__ == "__main__":
    unittest.main()
