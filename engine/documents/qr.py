"""The picture that a telephone reads an address from."""

from __future__ import annotations

import segno
from markupsafe import Markup


def picture_of(address: str) -> Markup:
    """Return the picture, to be drawn within a page."""
    return Markup(segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=False))
