# SPDX-License-Identifier: GPL-3.0-or-later
"""How the client cuts work into chunks (protocol section 10), to tell what is sent a second time."""

import hashlib

MODULUS, WINDOW, LEAST, MOST = 65521, 48, 128, 131072


def cut(data):
    found, start, low, high, count = [], 0, 1, 0, 0
    for place, byte in enumerate(data):
        if count >= WINDOW:
            gone = data[place - WINDOW]
            low, high = low - gone, high - WINDOW * gone - 1
        low = (low + byte) % MODULUS
        high, count = (high + low) % MODULUS, count + 1
        if count > MOST or count > LEAST and (high << 16 | low) % 8191 == 4159:
            found.append(data[start:place])
            start, low, count = place, 1 + byte, 1
            high = low
    return found + [data[start:]]


def sent_again(first, second):
    """Bytes of the second that a seller who has the first does not have."""
    has = {hashlib.sha256(chunk).digest() for chunk in cut(first)}
    return sum(len(chunk) for chunk in set(cut(second)) if hashlib.sha256(chunk).digest() not in has)
