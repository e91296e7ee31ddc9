"""A certificate as paper: what its content says, its number, and a code by which anybody can check it.

The same content gives the same bytes. Where the content comes from is unknown here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from engine.clock import local_date
from engine.documents.pdf import Pdf, render_pdf
from engine.documents.qr import picture_of
from engine.formats import show_date


def grouped(code: str) -> str:
    """Return a code as people read it aloud: in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def certificate_pdf(
    content: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    language: str,
    number: str,
    code: str,
    address: str,
    issued_at: datetime,
) -> Pdf:
    """Return the paper, of fixed `words`, with the `address` that checks it. Long as the page is."""
    rows = [
        (words["name"], content["name"][language]),
        (words["personal_number"], content["personal_number"]),
        *((row["label"][language], row["value"][language]) for row in content["rows"]),
        (words["valid_from"], show_date(content["valid_from"])),
    ]
    if content["valid_until"]:
        rows.append((words["valid_until"], show_date(content["valid_until"])))
    table = Markup("").join(
        Markup("<tr><th>{}</th><td>{}</td></tr>").format(label, value) for label, value in rows
    )
    page = Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
        "<body>"
        '<div class="letterhead"><p>{municipality}</p></div>'
        '<div class="number-and-date"><span>№ {number}</span><span>{day}</span></div>'
        "<h1>{title}</h1><p>{says}</p><table>{table}</table>"
        '<div class="note"><p>{check}</p><p>{address}<br>{code}</p>{picture}</div></body></html>'
    ).format(
        language=language,
        title=words["title"],
        municipality=content["municipality"][language],
        number=number,
        day=show_date(local_date(issued_at).isoformat()),
        says=words["says"],
        table=table,
        check=words["check"],
        address=address,
        code=grouped(code),
        picture=picture_of(address),
    )
    return render_pdf(str(page), title=f"{words['title']} {number}", language=language, created_at=issued_at)
