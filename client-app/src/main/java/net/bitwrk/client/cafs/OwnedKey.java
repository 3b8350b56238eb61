package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

/** What chunks and files are found by: never by their hash alone. */
record OwnedKey(Owner owner, Hash key) {}
