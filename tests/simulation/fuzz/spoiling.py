"""Spoils signed things: bytes anywhere, files of a container, elements of ASN.1 with lengths set right."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from random import Random

_WORDS = (b"/ByteRange", b"/Contents", b"/V", b"endobj", b"xref", b"%%EOF", b"<<", b">>", b"[", b"0 R", b"\0")
_IN_ASN1 = (".p7s", ".tst", ".ocsp", ".crl")


def spoilt(content: bytes, chance: Random) -> bytes:
    """Return the bytes with one to three things done to them."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(made))
        way = chance.choices(range(6), (8, 1, 1, 4, 4, 1))[0]
        if way == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            del made[at : at + chance.randint(1, 200)]
        elif way == 2:
            made[at:at] = chance.choice(_WORDS) * chance.randint(1, 3)
        elif way == 3:
            other = chance.randrange(len(made))
            made[at : at + 40] = made[other : other + 40]
        elif way == 4:
            made[at : at + 8] = chance.randbytes(8)
        else:
            del made[max(at, 100) :]
        if not made:
            made = bytearray(b"%PDF")
    return bytes(made)


def spoilt_package(content: bytes, chance: Random) -> bytes:
    """Return the package with one of its files spoilt, or the container itself."""
    if chance.random() < 0.2:
        return spoilt(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    name = chance.choice(sorted(files))
    is_deep = name.endswith(_IN_ASN1) and chance.random() < 0.7
    files[name] = spoilt_asn1(files[name], chance) if is_deep else spoilt(files[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        for one, inside in files.items():
            zipped.writestr(one, inside)
    return made.getvalue()


def spoilt_asn1(content: bytes, chance: Random) -> bytes:
    """Return it with elements changed, doubled, left out or put elsewhere; sometimes with bytes spoilt."""
    if chance.random() < 0.2:
        return spoilt(content, chance)
    (top,) = _elements(content)
    for _ in range(chance.randint(1, 2)):
        every = [(above, at) for above in top.walk() for at in range(len(above.within))]
        (above, at), (other, there) = chance.choice(every), chance.choice(every)
        way = chance.randrange(6)
        if way == 0 and not above.within[at].within:
            above.within[at].value = spoilt(above.within[at].value or b"\0", chance)
        elif way == 1:
            above.within.insert(at, above.within[at].copy())
        elif way == 2:
            del above.within[at]
        elif way == 3:
            above.within[at] = other.within[there].copy()
        elif way == 4:
            above.within[at].tag ^= 1 << chance.randrange(8)
        else:
            chance.shuffle(above.within)
        if not top.within:
            break
    return top.dump()


@dataclass
class Element:
    """A tag with a value, or with elements within."""

    tag: int
    value: bytes
    within: list[Element] = field(default_factory=list)

    def walk(self) -> list[Element]:
        """Return this element and those within that have others within."""
        return [self, *(element for each in self.within if each.within for element in each.walk())]

    def copy(self) -> Element:
        return Element(self.tag, self.value, [element.copy() for element in self.within])

    def dump(self) -> bytes:
        value = b"".join(element.dump() for element in self.within) or self.value
        if len(value) < 128:
            return bytes([self.tag, len(value)]) + value
        length = len(value).to_bytes((len(value).bit_length() + 7) // 8)
        return bytes([self.tag, 0x80 | len(length)]) + length + value


def _elements(content: bytes) -> list[Element]:
    """Return the elements of DER; octet strings that hold some are opened too."""
    found, at = [], 0
    while at < len(content):
        tag, length = content[at], content[at + 1]
        begins = at + 2
        if length & 0x80:
            begins += length & 0x7F
            length = int.from_bytes(content[at + 2 : begins])
        at = begins + length
        if tag & 0x1F == 0x1F or at > len(content) or length > len(content):
            raise ValueError
        value = content[begins:at]
        found.append(Element(tag, value, _within(tag, value)))
    return found


def _within(tag: int, value: bytes) -> list[Element]:
    if tag & 0x20:
        return _elements(value)
    try:
        return _elements(value) if tag == 0x04 and value[:1] == b"0" else []
    except (ValueError, IndexError):
        return []
