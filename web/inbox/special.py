"""Opening data of a special category: for what is said first, and recorded."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.answers import special
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import t
from web.without_api import Reason, without_api


@blueprint.post("/cases/<uuid:case_id>/special")
@access.staff
@without_api(Reason.PERSON)
def open_special(case_id: UUID) -> ResponseReturnValue:
    """Open such data of a case for a while."""
    with engine().read(current_actor()) as tx:
        special.open_for(tx, case_id, purpose=request.form.get("purpose", ""))
    flashes.done(t("special.opened", minutes=special.OPEN_FOR.seconds // 60))
    return redirect(url_for("inbox.case", case_id=case_id) + "#answers", 303)
