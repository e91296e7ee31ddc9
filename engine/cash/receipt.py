"""A receipt for cash as paper: what was paid for, its number, and a code by which anybody can check it.

The same content gives the same bytes. Where the content comes from is unknown here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from engine.documents.certificate import grouped
from engine.documents.pdf import Pdf, render_pdf
from engine.documents.qr import picture_of


def cash_receipt_pdf(
    rows: Mapping[str, str],
    *,
    title: str,
    head: str,
    check: str,
    language: str,
    number: str,
    code: str,
    address: str,
    issued_at: datetime,
) -> Pdf:
    """Return the paper: `rows` of labels and values under `title`, with the `address` that checks it."""
    table = Markup("").join(
        Markup("<tr><th>{}</th><td>{}</td></tr>").format(label, value) for label, value in rows.items()
    )
    page = Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        '<body><div class="letterhead"><p>{head}</p></div><h1>{title} № {number}</h1><table>{table}</table>'
        '<div class="note"><p>{check}</p><p>{address}<br>{code}</p>{picture}</div></body></html>'
    ).format(
        language=language,
        title=title,
        head=head,
        number=number,
        table=table,
        check=check,
        address=address,
        code=grouped(code),
        picture=picture_of(address),
    )
    return render_pdf(str(page), title=f"{title} {number}", language=language, created_at=issued_at)
