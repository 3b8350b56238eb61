# SPDX-License-Identifier: GPL-3.0-or-later
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "render_bitwrk"))
from core import article  # noqa: E402


class Articles(unittest.TestCase):
    def test_are_named_by_version_class_and_trust(self):
        self.assertEqual("net.bitwrk/blender/0/3.4/512M", article.article_id(3, 4, "512M"))
        self.assertEqual("net.bitwrk/blender/0/2.93/32G~trusted", article.article_id(2, 93, "32G", trusted=True))

    def test_have_no_other_classes(self):
        with self.assertRaises(ValueError):
            article.article_id(3, 4, "1G")

    def test_cost_layers_times_bounces_times_samples_times_pixels(self):
        self.assertEqual(2 * 12 * 128 * 64 * 64, article.part_cost(2, 12, 128, 64 * 64))

    def test_without_bounces_are_not_for_nothing(self):
        self.assertEqual(128 * 4096, article.part_cost(1, 0, 128, 4096))


if __name__ == "__main__":
    unittest.main()
