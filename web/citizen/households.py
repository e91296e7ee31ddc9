"""Applying for somebody who lives with the applicant, beginning with what is the same for the household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.drafts import SaveDraft
from engine.commands.mandates import ActFor
from engine.errors import NeedsCard, NotSignedIn
from engine.queries import services
from engine.queries.sessions import acting_by
from engine.queries.views import CaseView
from engine.representation import households
from engine.representation.mandate_enquiries import ask_all
from engine.representation.mandates import MandateRefused, RegisterAway
from engine.tenancy import Actor
from forms import on_page, pages_of
from web import access, flashes
from web.auth import current_actor, current_session
from web.blueprints import citizen as blueprint
from web.citizen.cases import case_page, own_case
from web.engine_access import engine
from web.i18n import current_language, t
from web.without_api import Reason, without_api


@blueprint.post("/cases/<uuid:case_id>/household")
@access.citizen
@without_api(Reason.PERSON)
def apply_for_member(case_id: UUID) -> ResponseReturnValue:
    """Act for the member, if the registers say that one may, and go on with their application."""
    actor, session = current_actor(), current_session()
    if session is None:
        raise NotSignedIn
    found = own_case(case_id)
    if actor.assurance != "card":
        raise NeedsCard
    if ask_all(engine().connections, engine().bus, actor):
        raise RegisterAway  # somebody might be missing: it is said so, and nothing has happened
    try:
        with engine().read(actor) as tx:
            begun = households.beginning(tx, case_id, request.form.get("number", ""))
            acting = replace(actor, acts_for=acting_by(tx, begun.mandate_id))
    except MandateRefused as refused:
        return case_page(found, error=refused)
    engine().send(ActFor(session.session_id, begun.mandate_id), actor=actor)
    _begin(found, acting, begun.answers)
    flashes.done(t("household.begun", number=found.number))
    return redirect(url_for("citizen.apply", code=found.municipality.code, service=found.service_code), 303)


def _begin(found: CaseView, acting: Actor, answers: Mapping[str, Any]) -> None:
    """Keep the answers as a draft, page by page; one that is begun already stays as it is."""
    with engine().read(acting) as tx:
        page = services.page(tx, found.service_code, found.municipality.code, current_language())
    if page.draft is not None:
        return
    for part in pages_of(page.form):
        if kept := on_page(answers, part):
            command = SaveDraft(found.service_code, found.municipality.code, kept, part.id)
            engine().send(command, actor=acting)
