"""A PDF file read through: refused if it could do more than be looked at.

The file itself stays as it came, because a signature in it would not survive anything else. What is
embedded may be data in JSON alone: our own orders carry the answers that were signed with them. Runs in the
confined child only.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pikepdf

from engine.errors import Rejected

MOST_PAGES: Final = 2_000
MOST_OBJECTS: Final = 1_000_000
DEEPEST: Final = 200
MOST_DATA: Final = 8 * 2**20
_DATA_NAME: Final = re.compile(r"[\w .-]{1,100}\.json")

# What a dictionary may not have, and what an action may not be.
_KEYS: Final = {
    "/JS": "script", "/XFA": "script", "/Collection": "attachment", "/RichMediaContent": "attachment",
    "/RichMediaSettings": "attachment",
}  # fmt: skip
_ACTIONS: Final = {
    "/JavaScript": "script", "/Launch": "action", "/ImportData": "action", "/SubmitForm": "action",
    "/GoToE": "action", "/GoToR": "action", "/Movie": "attachment", "/Sound": "attachment",
    "/Rendition": "attachment", "/RichMediaExecute": "attachment",
}  # fmt: skip
_WORDS: Final = {
    "script": "document.pdf_script",
    "action": "document.pdf_action",
    "attachment": "document.pdf_attachment",
}


def warm_up() -> None:
    """Load what reading needs, because later nothing can be loaded."""
    work(_empty(), {})
    with suppress(Rejected):
        work(_empty(encryption=pikepdf.Encryption(owner="o", user="")), {})  # opens the random device


def _empty(**options: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target, **options)
    return target.getvalue()


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return how many pages a harmless file has."""
    del head
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Rejected("document.encrypted")
            pages = len(pdf.pages)
            _refuse_what_acts(pdf)
    except pikepdf.PasswordError:
        raise Rejected("document.encrypted") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, RuntimeError):
        raise Rejected("document.damaged", found="application/pdf") from None
    if not pages:
        raise Rejected("document.damaged", found="application/pdf")
    if pages > MOST_PAGES:
        raise Rejected("document.too_many_pages", pages=pages, most=MOST_PAGES)
    return {"type": "application/pdf", "pages": pages}, b""


def _refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    """Look at every object of the file, whether anything leads to it or not."""
    for number, top in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Rejected("document.too_complex")
        for dictionary in _dictionaries(top):
            _refuse(dictionary)
    _refuse(pdf.trailer)


def _dictionaries(top: Any) -> Iterator[Any]:
    """Yield the dictionaries written inside one object; what it only refers to has its own turn."""
    waiting = [(top, 0)]
    while waiting:
        found, depth = waiting.pop()
        if depth > DEEPEST:
            raise Rejected("document.too_complex")
        if isinstance(found, pikepdf.Array):
            inner = list(found)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            inner = [value for _, value in found.items()]
        else:
            continue
        waiting += [(value, depth + 1) for value in inner if _is_written_here(value)]


def _is_written_here(value: Any) -> bool:
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def _refuse(found: Any) -> None:
    keys = set(found.keys())
    for key, what in _KEYS.items():
        if key in keys:
            raise Rejected(_WORDS[what])
    if "/EF" in keys and not _is_data(found):
        raise Rejected(_WORDS["attachment"])
    if str(found.get("/Subtype", "")) == "/FileAttachment":
        raise Rejected(_WORDS["attachment"])
    if "/S" in keys:
        what = _ACTIONS.get(str(found["/S"]), "")
        if what:
            raise Rejected(_WORDS[what])


def _is_data(spec: Any) -> bool:
    """Say whether an embedded file is JSON by its every name and its every content."""
    names = [str(spec[key]) for key in ("/F", "/UF", "/DOS", "/Mac", "/Unix") if key in spec]
    if not names or not all(_DATA_NAME.fullmatch(name) for name in names):
        return False
    contents = spec["/EF"]
    if not isinstance(contents, pikepdf.Dictionary) or not len(contents):
        return False
    return all(isinstance(content, pikepdf.Stream) and _is_json(content) for _, content in contents.items())


def _is_json(stream: Any) -> bool:
    content = stream.read_bytes()
    if len(content) > MOST_DATA:
        return False
    try:
        return isinstance(json.loads(content.decode()), dict | list)
    except (ValueError, RecursionError):
        return False
