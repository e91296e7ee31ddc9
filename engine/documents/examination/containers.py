"""A signed container read through: refused if anything lies in it that would not be taken by itself.

It stays as it came, because its signatures would not survive anything else. Its files are looked at like
uploads; besides PDF and pictures it may hold plain text, which data are. Runs in the confined child only.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any, Final

from engine.documents.examination import pdfs, pictures
from engine.documents.sniff import HIDDEN, PDF, kind_of
from engine.errors import Rejected
from signing.container import read_container
from signing.errors import Refused

MOST_FILES: Final = 50
_ENDINGS: Final = {
    PDF: {".pdf"},
    "image/jpeg": {".jpg", ".jpeg"},
    "image/png": {".png"},
    "image/heic": {".heic", ".heif"},
    "image/webp": {".webp"},
}
_TEXTS: Final = {".txt", ".xml", ".json", ".csv"}
_UNPRINTED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORDS: Final = {"too_large": "document.container_too_large", "unsigned": "document.container_unsigned"}


def warm_up() -> None:
    """Load what the files within need, because later nothing can be loaded."""
    import_module("encodings.cp437")  # for names of files in archives
    pdfs.warm_up()
    pictures.warm_up()


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return how many files a harmless container holds."""
    try:
        files = read_container(content).files
    except Refused as refused:
        code = _WORDS.get(refused.reason)
        raise Rejected(code) if code else Rejected("document.damaged", found=head["type"]) from None
    if len(files) > MOST_FILES:
        raise Rejected("document.container_too_large")
    for name, file in files.items():
        try:
            _refuse(PurePosixPath(name).suffix.lower(), file)
        except Rejected:
            raise Rejected("document.container_file", file=name[:120]) from None
    return {"type": head["type"], "files": len(files)}, b""


def _refuse(ending: str, content: bytes) -> None:
    """Raise `Rejected` unless the file is harmless, and what its name says."""
    if ending in _TEXTS:
        _refuse_unless_text(content)
        return
    kind = kind_of(content)
    if ending not in _ENDINGS[kind]:
        raise Rejected("document.type_refused")
    if kind == PDF:
        pdfs.work(content, {})
    else:
        pictures.work(content, {"type": kind})  # that it can be drawn; nobody keeps the drawing


def _refuse_unless_text(content: bytes) -> None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Rejected("document.type_refused") from None
    if _UNPRINTED.search(text) or HIDDEN.search(content):
        raise Rejected("document.page_refused")
