# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders of killed processes go, those of living ones stay."""

import os
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

from render_bitwrk.core import folders


class FoldersTest(unittest.TestCase):
    def test_what_a_killed_blender_left_is_dropped(self):
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        with tempfile.TemporaryDirectory() as parent, mock.patch.object(tempfile, "tempdir", parent):
            for name in (f"bitwrk-{ended.pid}-abc", f"bitwrk-{os.getppid()}-abc", "bitwrk-test-1", "other"):
                os.makedirs(os.path.join(parent, name, "inner"))
            mine = folders.make()
            left = {f"bitwrk-{os.getppid()}-abc", "bitwrk-test-1", "other", os.path.basename(mine)}
            self.assertEqual(left, set(os.listdir(parent)))
            self.assertTrue(os.path.basename(mine).startswith(f"bitwrk-{os.getpid()}-"))
