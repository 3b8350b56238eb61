# SPDX-License-Identifier: GPL-3.0-or-later
"""Properties as preferences, scenes and operators declare them: name, what it is for, default, bounds (inclusive). And what stops an operator."""

from bpy.props import BoolProperty, EnumProperty, IntProperty, StringProperty


def text(name, description="", default="", **more):
    return StringProperty(name=name, description=description, default=default, **more)


def number(name, description, default, least, most):
    return IntProperty(name=name, description=description, default=default, min=least, max=most)


def flag(name, description, default=False, **more):
    return BoolProperty(name=name, description=description, default=default, **more)


def choice(name, description, default, items):
    """items: {identifier and label: what it means}."""
    return EnumProperty(name=name, description=description, default=default, items=[(key, key, said) for key, said in items.items()])


def is_escape(event) -> bool:
    """The press alone: what a menu or a dialog closed with Esc leaves behind is its release."""
    return event.type == "ESC" and event.value == "PRESS"
