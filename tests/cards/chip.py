"""A chip card made of software: files, PINs and keys behind the commands of ISO 7816.

Knows nothing of our programs. What it counts (`asked`) is how tests see that a command never reached it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

MASTER = b"\x3f\x00"
SIGN_IN_TEMPLATE, SIGN_TEMPLATE = 0xA4, 0xB6
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Status(Exception):
    """An answer that is only a status."""

    def __init__(self, status: int) -> None:
        self.status = status


@dataclass
class Pin:
    """A secret that opens keys."""

    value: bytes
    most: int = 3
    is_in_transport: bool = False
    closes_after_use: bool = False  # a signature's PIN opens its key once
    left: int = field(init=False)
    is_open: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.left = self.most

    @property
    def refusal(self) -> int:
        return 0x63C0 | self.left if self.left else 0x6983

    def show(self, shown: bytes) -> None:
        """Open, or lose a try. Raises `Status`."""
        self.is_open = False
        if not self.left:
            raise Status(0x6983)
        if self.is_in_transport:
            raise Status(0x6984)
        if shown.rstrip(b"\xff") != self.value:
            self.left -= 1
            raise Status(self.refusal)
        self.left, self.is_open = self.most, True


@dataclass(frozen=True)
class Key:
    """A private key, the PIN that opens it, and what it may be used for."""

    private: PrivateKey
    pin: int
    templates: tuple[int, ...]

    def use(self, shown: bytes) -> bytes:
        """Return a signature over exactly what was shown."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            size = self.private.key_size // 8
            chosen = {32: hashes.SHA256(), 48: hashes.SHA384()}[size]
            if len(shown) != size:
                raise Status(0x6A80)
            r, s = decode_dss_signature(self.private.sign(shown, ec.ECDSA(Prehashed(chosen))))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        size = self.private.key_size // 8
        if len(shown) > size - 11:
            raise Status(0x6A80)
        padded = b"\0\1" + b"\xff" * (size - 3 - len(shown)) + b"\0" + shown
        numbers = self.private.private_numbers()
        power = pow(int.from_bytes(padded, "big"), numbers.d, numbers.public_numbers.n)
        return power.to_bytes(size, "big")


@dataclass
class Chip:
    """A card in a reader. `files` maps whole paths to contents, None for a directory."""

    atr: bytes
    files: dict[bytes, bytes | None]
    applications: dict[bytes, bytes]
    pins: dict[int, Pin]
    keys: dict[int, Key]
    data_objects: Callable[[Chip, int, bytes], bytes | None] = lambda chip, tag, asked: None
    asked: Counter[int] = field(default_factory=Counter)  # how often each instruction came

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything but what is stored."""
        self._directory, self._file = MASTER, b""
        self._template, self._key = 0, 0
        self._rest = b""
        for pin in self.pins.values():
            pin.is_open = False

    def answer(self, command: bytes) -> bytes:
        """Return data and status."""
        try:
            data, status = self._perform(command)
        except Status as refused:
            data, status = b"", refused.status
        return data + status.to_bytes(2, "big")

    def _perform(self, command: bytes) -> tuple[bytes, int]:
        if len(command) < 4:
            raise Status(0x6700)
        (class_, instruction, p1, p2), body = command[:4], command[4:]
        self.asked[instruction] += 1
        if class_:
            raise Status(0x6E00)
        data, wanted = _parts(body)
        if instruction == 0xC0:
            data, self._rest = self._rest, b""
        else:
            does = self._instructions().get(instruction)
            if does is None:
                raise Status(0x6D00)
            data = does(p1, p2, data)
        if instruction == 0xB0:
            return data[: wanted or 256], 0x9000
        limit = 0 if wanted is None else wanted or 256
        data, self._rest = data[:limit], data[limit:]
        return data, 0x6100 | min(len(self._rest), 255) if self._rest else 0x9000

    def _instructions(self) -> dict[int, Callable[[int, int, bytes], bytes]]:
        return {
            0x20: self._verify,
            0x22: self._set_environment,
            0x2A: self._sign,
            0x84: lambda p1, p2, data: os.urandom(8),
            0x88: self._authenticate,
            0xA4: self._select,
            0xB0: self._read,
            0xCA: self._get_data,
            0xCB: self._get_data,
        }

    def _select(self, p1: int, p2: int, name: bytes) -> bytes:
        if p1 == 4:
            chosen = next((path for aid, path in self.applications.items() if aid == name), None)
        else:
            here = self._directory
            tried = {
                0: (here + name, MASTER + name) if name else (MASTER,),
                1: (here + name,),
                2: (here + name,),
            }
            tried |= {3: (here[:-2] or MASTER,), 8: (MASTER + name,), 9: (here + name,)}
            if p1 not in tried:
                raise Status(0x6A86)
            chosen = next((path for path in tried[p1] if path in self.files), None)
        if chosen is None:
            raise Status(0x6A82)
        content = self.files[chosen]
        self._directory, self._file = (chosen, b"") if content is None else (chosen[:-2], chosen)
        if p2 & 0x0C == 0x0C:
            return b""
        if content is None:
            return tlv(0x6F, tlv(0x82, b"\x38"), tlv(0x83, chosen[-2:]))
        size = tlv(0x80, len(content).to_bytes(2, "big"))
        return tlv(0x62, size, tlv(0x82, b"\x01"), tlv(0x83, chosen[-2:]), tlv(0x8A, b"\x05"))

    def _read(self, p1: int, p2: int, data: bytes) -> bytes:
        content, offset = self.files.get(self._file), p1 << 8 | p2
        if content is None:
            raise Status(0x6986)
        if offset >= len(content):
            raise Status(0x6B00)
        return content[offset:]

    def _verify(self, p1: int, p2: int, shown: bytes) -> bytes:
        pin = self.pins.get(p2)
        if pin is None:
            raise Status(0x6A88)
        if shown:
            pin.show(shown)
        elif not pin.is_open:
            raise Status(pin.refusal)
        return b""

    def _set_environment(self, p1: int, template: int, data: bytes) -> bytes:
        said = {}
        while len(data) >= 2:
            said[data[0]], data = data[2 : 2 + data[1]], data[2 + data[1] :]
        key = said.get(0x84, b"")[-1:]
        if p1 & 0xF != 1 or not key or key[0] not in self.keys:
            raise Status(0x6A88)
        self._template, self._key = template, key[0]
        return b""

    def _sign(self, p1: int, p2: int, shown: bytes) -> bytes:
        if (p1, p2) != (0x9E, 0x9A):
            raise Status(0x6A86)
        return self._use(SIGN_TEMPLATE, shown)

    def _authenticate(self, p1: int, p2: int, shown: bytes) -> bytes:
        return self._use(SIGN_IN_TEMPLATE, shown)

    def _use(self, template: int, shown: bytes) -> bytes:
        key = self.keys.get(self._key)
        if key is None or self._template != template or template not in key.templates:
            raise Status(0x6985)
        pin = self.pins[key.pin]
        if not pin.is_open:
            raise Status(0x6982)
        pin.is_open = not pin.closes_after_use
        return key.use(shown)

    def _get_data(self, p1: int, p2: int, asked: bytes) -> bytes:
        found = self.data_objects(self, p1 << 8 | p2, asked)
        if found is None:
            raise Status(0x6A88)
        return found


def _parts(body: bytes) -> tuple[bytes, int | None]:
    """Return the data of a short command and how much it wants; None for nothing. Raises `Status`."""
    if not body:
        return b"", None
    if len(body) == 1:
        return b"", body[0]
    data, after = body[1 : 1 + body[0]], body[1 + body[0] :]
    if len(data) != body[0] or len(after) > 1:
        raise Status(0x6700)
    return data, after[0] if after else None


def tlv(tag: int | bytes, *values: bytes) -> bytes:
    """Return a value behind its tag and length."""
    name, value = bytes([tag]) if isinstance(tag, int) else tag, b"".join(values)
    size = len(value)
    if size < 128:
        return name + bytes([size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return name + bytes([0x80 | len(length)]) + length + value
