"""A letter printed at the desk for whoever stands there, and handed over."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.commands.letters import HandOverLetter
from engine.errors import NotFound
from engine.queries.views import Letter
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.citizen.cases import own_case
from web.engine_access import engine
from web.i18n import t
from web.keys import sent_key
from web.without_api import Reason, without_api


@blueprint.get("/cases/<uuid:case_id>/letters/<uuid:letter_id>")
@access.citizen
@without_api(Reason.PRESENCE)
def letter(case_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    return render_template("center/letter.html", letter=_letter(case_id, letter_id))


@blueprint.post("/cases/<uuid:case_id>/letters/<uuid:letter_id>")
@access.citizen
@without_api(Reason.PRESENCE)
def hand_over(case_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    engine().send(HandOverLetter(case_id, letter_id), actor=current_actor(), key=sent_key())
    flashes.done(t("center.letter_done"))
    return redirect(url_for("citizen.case", case_id=case_id), 303)


def _letter(case_id: UUID, letter_id: UUID) -> Letter:
    """Return a letter of whoever stands at the desk. Raises `NotFound`."""
    if not current_actor().is_assisting:
        raise NotFound
    found = next((letter for letter in own_case(case_id).letters if letter.letter_id == letter_id), None)
    if found is None:
        raise NotFound
    return found
