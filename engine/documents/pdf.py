"""HTML of a filled template → PDF/A-3u: what others ask for, and why it may be refused.

How it is drawn is `drawing.py`. Importing WeasyPrint, which that needs, was a fifth of the start of every
program, and most of them and most commands draw nothing: so the first page that is drawn imports it.
"""

from __future__ import annotations

from datetime import datetime

from engine.documents.rendered import Embedded, GlyphMissing, Pdf, ResourceRefused

__all__ = ["Embedded", "GlyphMissing", "Pdf", "ResourceRefused", "render_pdf"]


def render_pdf(
    html: str,
    *,
    title: str,
    language: str,
    draft: bool = False,
    created_at: datetime | None = None,
    embedded: tuple[Embedded, ...] = (),
) -> Pdf:
    """Render the page; `title` and `language` go into the file's metadata.

    `created_at` is the instant the file shall state; without it the file states none.
    """
    from engine.documents.drawing import draw

    return draw(html, title=title, language=language, draft=draft, created_at=created_at, embedded=embedded)
