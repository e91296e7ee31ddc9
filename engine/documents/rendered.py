"""A rendered page: a PDF with files inside, or the reason why it can't be drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import Broken


class GlyphMissing(Broken):
    """No installed font can draw a sign of the text, so it would be an empty box on paper."""

    code = "document.glyph_missing"


class ResourceRefused(Broken):
    """The page names something outside itself."""

    code = "document.resource_refused"


@dataclass(frozen=True)
class Embedded:
    """A file inside the PDF, such as the answers a citizen signs together with the page."""

    name: str
    description: str
    content: bytes = field(repr=False)
    modified_at: datetime


@dataclass(frozen=True)
class Pdf:
    """A rendered file."""

    content: bytes = field(repr=False)
    pages: int
