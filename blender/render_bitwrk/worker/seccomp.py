# SPDX-License-Identifier: GPL-3.0-or-later
"""A system call filter for what is rendered: threads may be made, processes may not (assurance W2).

Also closed are the calls by which a broken Blender would try to leave the sandbox. Source: linux/seccomp.h,
linux/bpf_common.h and the kernel's tables of system calls.
"""

import platform
import struct
from typing import Optional

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = 1, 38
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
#: Offsets in struct seccomp_data; the first argument's low half is the little-endian machines' one.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
CLONE_THREAD = 0x10000
X32 = 0x40000000
CLONE3 = 435

#: audit number of the machine, its clone, and what is closed altogether.
MACHINES = {
    "x86_64": (0xC000003E, 56, {
        "fork": 57, "vfork": 58, "ptrace": 101, "chroot": 161, "pivot_root": 155, "mount": 165, "umount2": 166,
        "keyctl": 250, "add_key": 248, "request_key": 249, "unshare": 272, "setns": 308, "perf_event_open": 298,
        "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "kexec_load": 246, "init_module": 175,
        "finit_module": 313, "open_by_handle_at": 304}),
    "aarch64": (0xC00000B7, 220, {
        "ptrace": 117, "chroot": 51, "pivot_root": 41, "mount": 40, "umount2": 39, "keyctl": 219, "add_key": 217,
        "request_key": 218, "unshare": 97, "setns": 268, "perf_event_open": 241, "process_vm_readv": 270,
        "process_vm_writev": 271, "bpf": 280, "userfaultfd": 282, "io_uring_setup": 425, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "kexec_load": 104, "init_module": 105, "finit_module": 273,
        "open_by_handle_at": 265}),
}


def program(machine: str = platform.machine()) -> Optional[bytes]:
    """The filter for bubblewrap's --seccomp; None on a machine whose calls are not listed here."""
    if machine not in MACHINES:
        return None
    audit, clone, closed = MACHINES[machine]
    code = [_step(LOAD, ARCHITECTURE), _step(EQUAL, audit, 1, 0), _step(RETURN, KILL), _step(LOAD, NUMBER)]
    if machine == "x86_64":
        code += [_step(AT_LEAST, X32, 0, 1), _step(RETURN, KILL)]
    for number in sorted(closed.values()):
        code += [_step(EQUAL, number, 0, 1), _step(RETURN, ERRNO | EPERM)]
    # The C library falls back to clone, whose flags can be looked at, when there is no clone3.
    code += [_step(EQUAL, CLONE3, 0, 1), _step(RETURN, ERRNO | ENOSYS)]
    code += [_step(EQUAL, clone, 0, 3), _step(LOAD, FIRST_ARGUMENT), _step(ANY_BIT, CLONE_THREAD, 1, 0),
             _step(RETURN, ERRNO | EPERM), _step(RETURN, ALLOW)]
    return b"".join(code)


def _step(code: int, operand: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, when_true, when_false, operand)
