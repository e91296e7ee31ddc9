"""Templates of new files of a draft, and what they may be called. Refuses to know SQL."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from engine.errors import Rejected
from engine.studio.form_file import FormFile
from engine.studio.tables import new_table

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


_LETTER: Final = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:mms="urn:mms:template" lang="{language}">
<head>
  <title>{title}</title>
</head>
<body>
<mms:part name="greeting"/>
<mms:part name="case_line"/>
<p>{title}.</p>
<mms:part name="sender"/>
</body>
</html>
"""


_PART: Final = "<p>{title}.</p>\n"


class FileNameUnusable(Rejected):
    """A file's name is Latin letters, digits and underscores, and begins with a letter."""

    code = "service_draft.file_name_unusable"


def checked_name(name: str) -> str:
    """Return a name that a new file may have, or raise `FileNameUnusable`."""
    if not _NAME.fullmatch(name):
        raise FileNameUnusable(name=name[:40])
    return name


def table(service: str, name: str, title: str) -> tuple[str, bytes]:
    """Return path and content of a new decision table."""
    return f"{checked_name(name)}.dmn", new_table(service, name, title or name)


def form(name: str, title: str) -> tuple[str, bytes]:
    """Return path and content of a new form: one section of this title."""
    return f"forms/{checked_name(name)}.form", FormFile.new(name, title or name).content()


def letter(name: str, title: str, language: str) -> tuple[str, bytes]:
    """Return path and content of a new letter in one language."""
    text = _LETTER.format(language=language, title=escape(title or name))
    return f"documents/{checked_name(name)}.{language}.html", text.encode()


def part(name: str, title: str, language: str) -> tuple[str, bytes]:
    """Return path and content of a new part of letters in one language."""
    text = _PART.format(title=escape(title or name))
    return f"documents/parts/{checked_name(name)}.{language}.html", text.encode()
