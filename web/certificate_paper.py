"""The paper of a certificate: a PDF in the language asked for, with its code and a picture to check it by."""

from __future__ import annotations

import io

from flask import Response, send_file, url_for

from engine.documents.certificate import certificate_pdf
from engine.registers.queries.certificates import Certificate
from web.engine_access import engine
from web.i18n import LANGUAGES, TEXTS

WORDS = ("title", "says", "name", "personal_number", "valid_from", "valid_until", "check")


def certificate_paper(found: Certificate, language: str) -> Response:
    """Draw the certificate as it was issued; the same each time."""
    register = found.content["register"][language]
    pdf = certificate_pdf(
        found.content,
        {name: TEXTS.get(language, f"certificate.paper.{name}", register=register) for name in WORDS},
        language=language,
        number=found.number,
        code=found.code,
        address=engine().settings.public_url + url_for("public.verified", code=found.code),
        issued_at=found.issued_at,
    )
    name = f"{found.number}{'' if language == LANGUAGES[0] else f'-{language}'}.pdf"
    return send_file(io.BytesIO(pdf.content), mimetype="application/pdf", download_name=name)
