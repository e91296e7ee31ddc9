"""Extracts of entries that the office issues, and their paper."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.registers.commands.certificates import IssueExtract
from engine.registers.queries import certificates
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.certificate_paper import certificate_paper
from web.engine_access import engine
from web.i18n import LANGUAGES, t
from web.inbox.registers import ADDRESS
from web.keys import sent_key
from web.without_api import Reason, without_api


@blueprint.post(f"{ADDRESS}/<uuid:entry_id>/extract")
@access.staff
def issue_extract(register: str, entry_id: UUID) -> ResponseReturnValue:
    engine().send(IssueExtract(entry_id), actor=current_actor(), key=sent_key())
    flashes.done(t("registers.extract.issued"))
    place = request.args.get("place")
    card = url_for("inbox.register_entry", register=register, entry_id=entry_id, place=place)
    return redirect(f"{card}#extracts", 303)


@blueprint.get(f"/extracts/<uuid:certificate_id>/<any({', '.join(LANGUAGES)}):language>.pdf")
@access.staff
@without_api(Reason.PRINT)
def extract(certificate_id: UUID, language: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = certificates.office_certificate(tx, certificate_id)
    return certificate_paper(found, language)
