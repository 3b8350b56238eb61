# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the samples, and their mean."""

import unittest
from array import array

from render_bitwrk.core import samples
from render_bitwrk.core.samples import Early, Part


class SamplesTest(unittest.TestCase):
    def test_are_split_where_they_add_up(self):
        parts = samples.early(128, 10, True)
        self.assertEqual(Early(Part(12), Part(116, 12)), parts)
        self.assertEqual(("12+0", "116+12"), (parts.quick.name, parts.final))
        self.assertEqual((12 / 128, 116 / 128), parts.shares(128))

    def test_are_rendered_anew_where_they_do_not(self):
        parts = samples.early(128, 10, False)
        self.assertEqual((Part(12), ""), (parts.quick, parts.final))
        self.assertEqual((12 / 128, 1.0), parts.shares(128))

    def test_stay_together_without_a_wish_or_where_there_is_but_one(self):
        self.assertIsNone(samples.early(128, 0, True))
        self.assertIsNone(samples.early(1, 50, True))
        self.assertEqual(Part(1), samples.early(2, 1, True).quick)

    def test_have_means_in_some_passes(self):
        self.assertTrue(samples.have_means(("A.Combined.R", "A.b.Depth.Z", "A.Denoising Normal.X")))
        for other in ("DiffDir", "Denoising Depth", "CryptoObject00", "My AOV", "Vector", "Debug Sample Count"):
            self.assertFalse(samples.have_means(("A.Combined.R", f"A.{other}.X")))

    def test_have_a_mean_by_their_number_and_the_first_ones_depth(self):
        def planes(value):
            return {name: array("f", [value, 2 * value]) for name in ("A.Combined.R", "A.Denoising Normal.Z", "A.Depth.Z", "A.Depth.Combined.R")}

        found = samples.mean(planes(1.0), planes(5.0), Early(Part(1), Part(3, 1)))
        self.assertEqual([4.0, 8.0], list(found["A.Combined.R"]))
        self.assertEqual([4.0, 8.0], list(found["A.Denoising Normal.Z"]))
        self.assertEqual([1.0, 2.0], list(found["A.Depth.Z"]))
        self.assertEqual([4.0, 8.0], list(found["A.Depth.Combined.R"]), "of a layer with a dot in its name")
