"""Certificates for whoever stands at the desk with their card."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.registers.commands.certificates import IssueCertificate
from engine.registers.queries import certificates as queries
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key
from web.without_api import Reason, without_api


@blueprint.get("/certificates")
@access.citizen
@without_api(Reason.PRESENCE)
def certificates() -> ResponseReturnValue:
    actor = current_actor()
    if not actor.is_assisting:
        raise NotFound
    with engine().read(actor) as tx:
        entries, issued = queries.at_desk(tx), queries.own_certificates(tx)
    return render_template("center/certificates.html", entries=entries, issued=issued)


@blueprint.post("/certificates/<uuid:entry_id>")
@access.citizen
@without_api(Reason.PRESENCE)
def issue_certificate(entry_id: UUID) -> ResponseReturnValue:
    engine().send(IssueCertificate(entry_id), actor=current_actor(), key=sent_key())
    flashes.done(t("certificate.issued"))
    return redirect(url_for("center.certificates"), 303)
