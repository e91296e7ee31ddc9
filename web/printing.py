"""Pages on paper: HTML of a page as a PDF."""

from __future__ import annotations

from engine.documents.pdf import GlyphMissing, render_pdf
from web.i18n import current_language

BLANK = "□"  # stands in print for a sign that no font has; the data beside it keep the sign


def as_pdf(page: str, *, title: str, language: str | None = None) -> bytes:
    """Return the page as PDF. People type signs that no font has; those alone don't cost the page."""
    language = language or current_language()
    try:
        return render_pdf(page, title=title, language=language).content
    except GlyphMissing as missing:
        blanks = str.maketrans(dict.fromkeys(missing.params["signs"], BLANK))
        return render_pdf(page.translate(blanks), title=title, language=language).content
