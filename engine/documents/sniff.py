"""What an uploaded file really is, judged by its content.

Three kinds are accepted: PDF, JPEG and PNG. The name and the type that a browser claims are only
compared with what is found. This module looks at structure, not for viruses, and keeps nothing.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from engine.errors import Rejected

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"

MAX_BYTES = 10 * 1024 * 1024
_MAX_PIXELS = 100_000_000
_LONGEST_NAME = 120

_EXTENSIONS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".jpe": JPEG, ".png": PNG}
_UNDECLARED = ("", "application/octet-stream", "binary/octet-stream")
_DECLARED = {"image/jpg": JPEG, "image/pjpeg": JPEG, "application/x-pdf": PDF, "image/x-png": PNG}

_PDF_HEAD = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\r\n ]")
_PDF_TAIL = re.compile(rb"startxref\s+[0-9]+\s+%%EOF[\s\x00]*\Z")
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_JPEG_HEAD = b"\xff\xd8\xff"
_JPEG_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = {0x01, *range(0xD0, 0xD8)}


@dataclass(frozen=True)
class Upload:
    """An accepted file: what it is, and a name that is safe to show and to offer for saving."""

    media_type: str
    name: str
    size: int


def accept_upload(
    content: bytes,
    name: str,
    *,
    declared_type: str = "",
    max_bytes: int = MAX_BYTES,
    allowed: Collection[str] = (PDF, JPEG, PNG),
) -> Upload:
    """Return what the file is, or raise `Rejected` saying why it can't be taken."""
    if not content:
        raise Rejected("document.empty")
    if len(content) > max_bytes:
        raise Rejected("document.too_large", size=len(content), max_bytes=max_bytes)
    found = recognise(content)
    if found is None or found not in allowed:
        raise Rejected("document.type_refused", found=found, allowed=sorted(allowed))
    shown = clean_name(name)
    for claimed in (_extension(shown), _declared(declared_type)):
        if claimed not in (None, found):
            raise Rejected("document.type_refused", found=found, claimed=claimed, allowed=sorted(allowed))
    if found == PDF and b"/Encrypt" in content:
        raise Rejected("document.encrypted")
    if not _WHOLE[found](content):
        raise Rejected("document.damaged", found=found)
    return Upload(found, shown, len(content))


def recognise(content: bytes) -> str | None:
    """Return the media type that the first bytes show, or None."""
    if _PDF_HEAD.match(content):
        return PDF
    if content.startswith(_PNG_HEAD):
        return PNG
    if content.startswith(_JPEG_HEAD):
        return JPEG
    return None


def clean_name(name: str) -> str:
    """Return the last part of a path without characters that deceive the eye or break a header."""
    last = PureWindowsPath(name).name
    kept = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    kept = re.sub(r'[\s"\\/;:*?<>|]+', " ", kept).strip(" .")
    path = PurePosixPath(kept or "document")
    return path.stem[: _LONGEST_NAME - len(path.suffix)].rstrip() + path.suffix[:_LONGEST_NAME]


def _extension(name: str) -> str | None:
    """Return the type that the name claims; `.2026` at the end of a date claims none."""
    suffix = PurePosixPath(name).suffix.lower()
    return _EXTENSIONS.get(suffix, "unknown") if re.search("[a-z]", suffix) else None


def _declared(media_type: str) -> str | None:
    bare = media_type.partition(";")[0].strip().lower()
    return None if bare in _UNDECLARED else _DECLARED.get(bare, bare)


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
        if first and (
            kind != b"IHDR" or length != 13 or not _fits(*struct.unpack_from(">II", content, at + 8))
        ):
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
        length = struct.unpack_from(">H", content, at + 2)[0]
        if marker in _JPEG_SIZES and at + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, at + 5)
            has_size = _fits(width, height)
        at += 2 + length
    return False


def _fits(width: int, height: int) -> bool:
    return 0 < width * height <= _MAX_PIXELS


_WHOLE: dict[str, Callable[[bytes], bool]] = {PDF: _is_whole_pdf, PNG: _is_whole_png, JPEG: _is_whole_jpeg}
