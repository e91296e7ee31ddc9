"""Giving up everything a parser does not need, for good.

After `confine` this process can compute, read what is open and write what is open: a filter of system
calls answers anything else with "not permitted". Refuses to know what is computed, and its limits (`ask`).
Modules have to be imported before.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from typing import Final

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _NOT_PERMITTED, _NOT_THERE, _KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_CLONE_THREAD, _CLONE3 = 0x00010000, 435

# The architecture, clone, and: read write close fstat lseek pread64, memory, signals of its own, clocks,
# random numbers, the end.
_PLATFORMS: Final = {
    "x86_64": (0xC000003E, 56, (
        0, 1, 3, 5, 8, 17, 9, 10, 11, 12, 25, 28, 13, 14, 15, 131, 24, 39, 186, 202, 204, 96, 98, 99, 100,
        201, 228, 229, 273, 318, 324, 334, 60, 231)),
    "aarch64": (0xC00000B7, 220, (
        63, 64, 57, 80, 62, 67, 222, 226, 215, 214, 216, 233, 134, 135, 139, 132, 124, 172, 178, 98, 123, 169,
        165, 179, 153, 113, 114, 99, 278, 283, 293, 93, 94)),
}  # fmt: skip


def confine() -> bool:
    """Confine this process; return whether the kernel filters its system calls from now on."""
    known = _PLATFORMS.get(platform.machine())
    if known is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = _program(*known)
    code = ctypes.create_string_buffer(program)
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, header, 0, 0) == 0)


def _program(architecture: int, clone: int, allowed: tuple[int, ...]) -> bytes:
    """Return the filter: another architecture's calls end the process, others than the allowed ones fail.

    A decoder's threads are allowed, other processes are not. The newer way to make either hides its
    flags from the filter, so it is not there.
    """
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_IF_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _NOT_THERE),
        (_JUMP_IF_EQUAL, 0, 4, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_SET, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _NOT_PERMITTED),
    ]
    for at, number in enumerate(allowed):
        lines.append((_JUMP_IF_EQUAL, len(allowed) - at, 0, number))
    lines += [(_RETURN, 0, 0, _NOT_PERMITTED), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
