"""The type of an uploaded file, judged by its first bytes, never by its name.

Accepted are PDF and the pictures that telephones and scanners make. What else people send is told
apart, because "save it as PDF" helps and "wrong type" does not. Refuses to decode anything: that is
done where it can't hurt (`examination`).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from engine.errors import Rejected

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
HEIC: Final = "image/heic"
WEBP: Final = "image/webp"
# Signed containers (a simple one holds one file): the archives that are taken, where they were asked for.
ASICE: Final = "application/vnd.etsi.asic-e+zip"
ASICS: Final = "application/vnd.etsi.asic-s+zip"
PICTURES: Final = frozenset({JPEG, PNG, HEIC, WEBP})

_PDF_HEAD = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n ]")
_PDF_TAIL = re.compile(rb"startxref\s+[0-9]+\s+%%EOF[\s\x00]*\Z")
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_JPEG_HEAD = b"\xff\xd8\xff"
_JPEG_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = {0x01, *range(0xD0, 0xD8)}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}

_ARCHIVES = (
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"MSCF", b"\x60\xea", b"LZIP",
)  # fmt: skip
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"#!", b"\x00asm", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OFFICE_PARTS = ("word/", "xl/", "ppt/", "visio/")
_PAGE = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|x:|xml|xhtml|style|object|embed)", re.I
)
HIDDEN = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe)[\s>]", re.I)
_LOOKED_AT = 4096


def kind_of(content: bytes) -> str:
    """Return the media type of a file that can be taken as far as its outside shows; refuse any other."""
    if not content:
        raise Rejected("document.empty")
    found = recognise(content)
    if found is None:
        raise _why_refused(content)
    if _is_something_else_too(content, found):
        raise Rejected("document.two_in_one")
    if not _WHOLE[found](content):
        raise Rejected("document.damaged", found=found)
    return found


def recognise(content: bytes) -> str | None:
    """Return the media type that the first bytes show, or None."""
    if _PDF_HEAD.match(content):
        return PDF
    if content.startswith(_PNG_HEAD):
        return PNG
    if content.startswith(_JPEG_HEAD):
        return JPEG
    if content[4:8] == b"ftyp" and _HEIC_BRANDS & _brands(content):
        return HEIC
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return None


def container_kind(content: bytes) -> str | None:
    """Return which signed container the file claims to be, in the place where these say so; None if none."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    return next(
        (
            media_type
            for media_type in (ASICE, ASICS)
            if content[30:].startswith(f"mimetype{media_type}".encode())
        ),
        None,
    )


def is_container(content: bytes) -> bool:
    """Say whether the file claims to be a signed container."""
    return container_kind(content) is not None


def _brands(content: bytes) -> set[bytes]:
    length = min(int.from_bytes(content[:4]), 256)
    listed = {content[at : at + 4] for at in range(16, length, 4)}
    return listed | {content[8:12]}


def _why_refused(content: bytes) -> Rejected:
    """Return the refusal that tells this person what to do instead."""
    head = content[:_LOOKED_AT]
    if is_container(content):
        return Rejected("document.container_refused")
    if head.startswith(_OLD_OFFICE) or _is_office(content):
        return Rejected("document.office_refused")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return Rejected("document.archive_refused")
    if head.startswith(_PROGRAMS):
        return Rejected("document.program_refused")
    if _PAGE.search(head) or _PAGE.search(_as_ascii(head)):
        return Rejected("document.page_refused")
    if b"%PDF-" in head:
        return Rejected("document.damaged", found=PDF)
    return Rejected("document.type_refused")


def _as_ascii(head: bytes) -> bytes:
    """Return UTF-16 as browsers would read it."""
    return head.replace(b"\x00", b"")


def _is_office(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    if content[30:].startswith(b"mimetypeapplication/vnd."):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith(_OFFICE_PARTS) for name in archive.namelist()[:200])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _is_something_else_too(content: bytes, found: str) -> bool:
    """Tell whether other programs would take the file for an archive or a page.

    A picture is drawn anew and loses whatever hangs on to it; but who puts an archive there means it.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        return True
    if found == PDF:
        start = content[:_LOOKED_AT]
        return bool(HIDDEN.search(start)) or any(mark in content for mark in _ARCHIVES[3:5])
    return False


def _is_whole_pdf(content: bytes) -> bool:
    """A PDF ends with a pointer to its table of contents; a cut-off upload does not."""
    return bool(_PDF_TAIL.search(content[-1024:]))


def _is_whole_png(content: bytes) -> bool:
    """Walk the chunks: each has its checksum, IHDR comes first, nothing follows IEND."""
    at = len(_PNG_HEAD)
    first = True
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            return False
        if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            return False
        if first and (kind != b"IHDR" or length != 13):
            return False
        first = False
        if kind == b"IEND":
            return end == len(content)
        at = end
    return False


def _is_whole_jpeg(content: bytes) -> bool:
    """Walk the segments to the picture's size and data, and find the end marker.

    Bytes after the end marker are allowed: telephones append a second picture or a short film.
    """
    at = 2
    has_size = False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker in _JPEG_BARE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:
            return has_size and content.find(b"\xff\xd9", at) > 0
        if marker in _JPEG_SIZES and at + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, at + 5)
            has_size = height > 0 and width > 0
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return False


def _is_whole_heic(content: bytes) -> bool:
    """Walk the boxes: together they are the file, and one of them holds the picture."""
    at, kinds = 0, set[bytes]()
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kinds.add(content[at + 4 : at + 8])
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16])
        if length == 0:
            at = len(content)  # the last one reaches to the end
            break
        if length < 8:
            return False
        at += length
    return at == len(content) and b"mdat" in kinds


def _is_whole_webp(content: bytes) -> bool:
    length = int(struct.unpack_from("<I", content, 4)[0]) + 8 if len(content) >= 12 else 0
    return 12 < length <= len(content) + 1 and len(content) - length <= 1


_WHOLE: dict[str, Callable[[bytes], bool]] = {
    PDF: _is_whole_pdf,
    PNG: _is_whole_png,
    JPEG: _is_whole_jpeg,
    HEIC: _is_whole_heic,
    WEBP: _is_whole_webp,
}
