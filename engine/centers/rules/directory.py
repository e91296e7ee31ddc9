"""Entries of the directory of services: what one consists of.

Handlers, pages and the files of an installation say it alike. Refuses to know who keeps the directory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from engine.db.pool import without_nul
from engine.errors import Rejected
from engine.spreadsheets import folded, words_of
from engine.texts import LANGUAGES

# What may be known of a service beside its name: who may ask, where, what it costs, which documents are
# needed, how an operator does it at the desk.
CELLS: Final = ("who", "where", "cost", "documents", "steps")
WITH_SOURCE: Final = (*CELLS, "link")  # each may rest on something else than the rest of the entry
CONFIDENCES: Final = ("sourced", "high", "medium", "low")
LONGEST_NAME, LONGEST_CELL, LONGEST_LINK = 200, 2000, 500
CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)  # of a partner


class EntryInvalid(Rejected):
    """An entry of the directory can't be kept like this."""

    code = "directory.entry_invalid"


def link_of(said: str) -> str | None:
    """Return a link as it is kept, None for none. Raises `EntryInvalid`."""
    link = text_of(said, longest=LONGEST_LINK)
    if not link:
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        raise EntryInvalid("directory.link_invalid") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", link):
        raise EntryInvalid("directory.link_invalid")
    return link


def confidence_of(said: str) -> str:
    """Return the code of the confidence that a cell names, nothing where it names none."""
    return words_of("directory_table.confidence", CONFIDENCES).get(folded(said), "")


def texts_of(said: Mapping[str, str], *, longest: int) -> dict[str, str]:
    """Return the languages in which something is said. Raises `EntryInvalid`."""
    found = {language: text_of(said.get(language, ""), longest=longest) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def text_of(said: str, *, longest: int) -> str:
    """Return a text as it is kept. Raises `EntryInvalid`."""
    text: str = without_nul(said).replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise EntryInvalid("directory.too_long", longest=longest)
    return text
