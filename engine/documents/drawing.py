"""HTML of a filled template → PDF/A-3u on paper of our own look.

Equal input gives equal bytes, so that a file can be rendered again and compared by digest. It
reads nothing from outside: no picture, stylesheet or address that a page may name is fetched.
Where the HTML comes from and what the PDF is for is unknown here.
"""

from __future__ import annotations

import hashlib
import io
import logging
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from engine.documents.files import digest_of
from engine.documents.rendered import Embedded, GlyphMissing, Pdf, ResourceRefused

_HERE = Path(__file__).parent
_VARIANT = "pdf/a-3u"

# WeasyPrint warns about each CSS property it does not know; what matters is checked below.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


class _Nothing(URLFetcher):  # type: ignore[misc]
    """Fetches nothing: whatever a page asks for stops the rendering."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        raise FatalURLFetchingError


def draw(
    html: str,
    *,
    title: str,
    language: str,
    draft: bool,
    created_at: datetime | None,
    embedded: tuple[Embedded, ...],
) -> Pdf:
    """Draw the page, as `render_pdf` says."""
    page = weasyprint.HTML(string=html, base_url=None, url_fetcher=_Nothing())
    try:
        document = page.render(
            font_config=FontConfiguration(), stylesheets=[_stylesheet(name) for name in _styles(draft)]
        )
    except FatalURLFetchingError:
        raise ResourceRefused from None
    metadata = document.metadata
    metadata.title, metadata.lang, metadata.generator = _one_line(title), language, "MMS"
    metadata.created = metadata.modified = created_at.isoformat() if created_at else None
    metadata.attachments = [_attachment(file) for file in embedded]
    document.color_profiles["srgb"] = _colours()
    content: bytes = document.write_pdf(
        pdf_variant=_VARIANT,
        pdf_tags=True,
        pdf_identifier=_identifier(html, title, str(draft), *(digest_of(file.content) for file in embedded)),
        output_intent="set above",
    )
    _refuse_missing_glyphs(document)
    return Pdf(content, len(document.pages))


def _one_line(title: str) -> str:
    """Control characters have no place in XML, and the title goes into the file's XML metadata."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in title).split())


def _styles(draft: bool) -> tuple[str, ...]:
    return ("print.css", "draft.css") if draft else ("print.css",)


@cache
def _stylesheet(name: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=(_HERE / name).read_text(encoding="utf-8"))


def _attachment(file: Embedded) -> weasyprint.Attachment:
    """PDF/A-3 wants to know how an embedded file relates to the page: it is its data."""
    return weasyprint.Attachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        created=file.modified_at,
        modified=file.modified_at,
        relationship="Data",
    )


def _colours() -> ColorProfile:
    """Return the colour profile that PDF/A demands.

    WeasyPrint 70 would set the same one itself, but leaves its file open.
    """
    return ColorProfile(
        io.BytesIO(_profile()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


@cache
def _profile() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _identifier(*parts: str) -> bytes:
    """A PDF states an identifier; one made of the content keeps the bytes reproducible."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32].encode()


def _refuse_missing_glyphs(document: Any) -> None:
    missing = {chr(sign) for font in document.fonts.values() for sign in font.missing}
    if missing:
        raise GlyphMissing(signs=sorted(missing))
