# SPDX-License-Identifier: GPL-3.0-or-later
"""What add-on and worker share: pure Python of the standard library, 3.9 syntax, never bpy."""
