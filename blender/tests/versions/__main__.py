# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries the add-on and the worker with a Blender of any version; not part of the build, which has Debian's.

    python3 -m tests.versions --blender PATH            # in the folder blender/; a few minutes

The extension is validated, built, installed and renders (from 4.2 on); the worker sells to the add-on; then all tests of
`in_blender` and the worker's with a real Blender run with this one; with BITWRK_WITH_CLIENT_ZIP, as the README has it, those of the
zips with the client, too. It needs Linux and bubblewrap; windows need Xvfb.
"""

import argparse
import os
import subprocess
import sys
import tempfile

TESTS = (("versions", "try_*.py"), ("in_blender", "test_*.py"), ("worker", "test_real_*.py"), ("packaged", "test_*.py"))


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tests.versions", description=__doc__.splitlines()[0])
    parser.add_argument("--blender", required=True, metavar="PATH")
    parser.add_argument("--only", metavar="FOLDER", choices=[folder for folder, _ in TESTS])
    options = parser.parse_args()
    codes = []
    with tempfile.TemporaryDirectory(prefix="bitwrk-blender-") as folder:
        # All tests call the `blender` that is first on the path.
        os.symlink(os.path.abspath(options.blender), os.path.join(folder, "blender"))
        environment = {**os.environ, "PATH": folder + os.pathsep + os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(["blender", "--version"], env=environment, check=True, timeout=60)
        for tests, files in TESTS:
            if options.only in (None, tests):
                command = [sys.executable, "-m", "unittest", "discover", "-v", "-t", ".", "-s", "tests/" + tests, "-p", files]
                codes.append(subprocess.run(command, env=environment, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
