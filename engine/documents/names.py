"""Names of uploaded files: honest, short and harmless, in whatever script people write.

Refuses to believe that a name says what a file is.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from engine.documents.sniff import ASICE, ASICS, JPEG, PDF, PNG

LONGEST: Final = 120
_LONGEST_BYTES: Final = 240  # what a disk takes
_EXTENSIONS: Final = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg", ".jpe"),
    PNG: (".png",),
    ASICE: (".asice", ".sce"),
    ASICS: (".asics", ".scs"),
}
# What people call files that we keep under another type.
_OTHERS: Final = (".heic", ".heif", ".webp", ".jfif", ".hif")
_CLAIM = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}")


def clean_name(name: str) -> str:
    """Return the last part of a path without characters that deceive the eye or break a header."""
    last = PureWindowsPath(name[:4000]).name
    kept = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    kept = re.sub(r'[\s"\\/;:*?<>|%]+', " ", kept).strip(" .")
    path = PurePosixPath(kept or "document")
    return _short(path.stem, path.suffix[:LONGEST])


def honest_name(name: str, media_type: str) -> str:
    """Return the cleaned name with the extension of what the file is kept as.

    A claim to be something else goes; what merely follows a full stop, as in a date, stays.
    """
    shown = clean_name(name)
    usual = _EXTENSIONS[media_type]
    path = PurePosixPath(shown)
    if path.suffix.lower() in usual:
        return shown
    known = {extension for extensions in _EXTENSIONS.values() for extension in extensions}
    stem = path.stem if path.suffix.lower() in known | set(_OTHERS) else shown
    while _CLAIM.fullmatch(PurePosixPath(stem).suffix):
        stem = PurePosixPath(stem).stem
    return _short(stem.strip(" .") or "document", usual[0])


def _short(stem: str, suffix: str) -> str:
    stem = stem[: LONGEST - len(suffix)].rstrip(" .")
    while len((stem + suffix).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return (stem.rstrip(" .") or "document"[: LONGEST - len(suffix)]) + suffix
