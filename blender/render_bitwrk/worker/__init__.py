# SPDX-License-Identifier: GPL-3.0-or-later
"""The seller's program: takes pieces of Blender work over HTTP and renders them in a locked-up, warm Blender."""
