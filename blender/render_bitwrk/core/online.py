# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the add-on may go online: Blender 4.2 and later ask add-ons to respect what their user said."""

import ipaddress
import urllib.parse

FORBIDDEN = (
    "{} is not on this computer, and Blender may not go online: allow online access in the preferences, System, Network"
)


def is_here(host: str) -> bool:
    """Whether a host's name or address means this computer."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def trouble(allowed: bool, host: str, exchange: str) -> str:
    """Why nothing may be called, or empty. allowed: what the user said. exchange: URL, or empty for the client's usual one, here."""
    if allowed:
        return ""
    if not is_here(host):
        return FORBIDDEN.format(f"the client's host {host}")
    if exchange and not is_here(urllib.parse.urlsplit(exchange).hostname or exchange):
        return FORBIDDEN.format(f"the exchange {exchange}")
    return ""
