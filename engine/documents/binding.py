"""Binding of documents into one file for a printer: each begins on the front of a sheet.

Pages alone are taken over: what a document carries besides (signatures, attachments) stays in its own file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf


def bind(documents: Iterable[bytes]) -> bytes:
    """Return one PDF with the pages of all, an empty one behind each that ends on a front side."""
    with pikepdf.new() as bound:
        for content in documents:
            with pikepdf.open(io.BytesIO(content)) as document:
                bound.pages.extend(document.pages)
                if len(document.pages) % 2:
                    left, bottom, right, top = (float(side) for side in document.pages[-1].mediabox)
                    bound.add_blank_page(page_size=(right - left, top - bottom))
        made = io.BytesIO()
        bound.save(made)
    return made.getvalue()
