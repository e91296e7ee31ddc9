"""One page of a PDF file drawn as a picture, so that nobody has to open a stranger's file to read it.

Runs in the confined child only.
"""

from __future__ import annotations

import io
from typing import Any, Final

import pypdfium2
from PIL import Image, PngImagePlugin

from engine.errors import Rejected

WIDEST: Final = 1_600  # dots
_PLUGINS = (PngImagePlugin,)
# The smallest file there is: one empty page.
_SAMPLE: Final = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
%%EOF"""


def warm_up() -> None:
    """Load everything that drawing needs, because later nothing can be loaded."""
    work(_SAMPLE, {"page": 1})


def work(content: bytes, head: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return one page as a picture, and how many pages there are."""
    try:
        pdf = pypdfium2.PdfDocument(content)
        count = len(pdf)
        number = min(max(int(head["page"]), 1), count)
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(2.0, WIDEST / max(width, 1), 2 * WIDEST / max(height, 1))
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError):
        raise Rejected("document.damaged", found="application/pdf") from None
    target = io.BytesIO()
    drawn.convert("RGB").save(target, "PNG")
    return {"type": "image/png", "page": number, "pages": count}, target.getvalue()
