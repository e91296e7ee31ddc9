"""What the registers hold of the signed-in person, and certificates of it."""

from __future__ import annotations

import io
from uuid import UUID

from flask import redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.documents.certificate import certificate_pdf
from engine.registers.commands.certificates import IssueCertificate
from engine.registers.queries import certificates
from engine.registers.queries.register_history import own_history
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.engine_access import engine
from web.i18n import LANGUAGES, TEXTS, t
from web.keys import sent_key
from web.without_api import Reason, without_api

WORDS = ("title", "says", "name", "personal_number", "valid_from", "valid_until", "check")


@blueprint.get("/my-data")
@access.citizen
def my_data() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        entries = certificates.own_entries(tx)
        issued = certificates.own_certificates(tx)
        histories = own_history(tx)
    return render_template("citizen/my_data.html", entries=entries, issued=issued, histories=histories)


@blueprint.post("/my-data/entries/<uuid:entry_id>/certificate")
@access.citizen
def issue(entry_id: UUID) -> ResponseReturnValue:
    engine().send(IssueCertificate(entry_id), actor=current_actor(), key=sent_key())
    flashes.done(t("certificate.issued"))
    return redirect(url_for("citizen.my_data", _anchor="certificates"), 303)


@blueprint.get(f"/my-data/certificates/<uuid:certificate_id>/<any({', '.join(LANGUAGES)}):language>.pdf")
@access.citizen
@without_api(Reason.PRINT)
def certificate(certificate_id: UUID, language: str) -> ResponseReturnValue:
    """Draw the paper of a certificate, in the language asked for."""
    with engine().read(current_actor()) as tx:
        found = certificates.own_certificate(tx, certificate_id)
    pdf = certificate_pdf(
        found.content,
        {
            name: TEXTS.get(
                language, f"certificate.paper.{name}", register=found.content["register"][language]
            )
            for name in WORDS
        },
        language=language,
        number=found.number,
        code=found.code,
        address=engine().settings.public_url + url_for("public.verified", code=found.code),
        issued_at=found.issued_at,
    )
    name = f"{found.number}{'' if language == LANGUAGES[0] else f'-{language}'}.pdf"
    return send_file(io.BytesIO(pdf.content), mimetype="application/pdf", download_name=name)
