"""Page of the registers' entries about the signed-in person, and certificates of them."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.registers.commands.certificates import IssueCertificate
from engine.registers.queries import certificates, corrections
from engine.registers.queries.register_history import own_history
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.certificate_paper import certificate_paper
from web.engine_access import engine
from web.i18n import LANGUAGES, t
from web.keys import sent_key
from web.without_api import Reason, without_api


@blueprint.get("/my-data")
@access.citizen
def my_data() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        entries = certificates.own_entries(tx)
        issued = certificates.own_certificates(tx)
        histories, corrected = own_history(tx), corrections.own(tx)
    return render_template(
        "citizen/my_data.html", entries=entries, issued=issued, histories=histories, corrected=corrected
    )


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
    return certificate_paper(found, language)
