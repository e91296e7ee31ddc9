"""Page of a municipality's staff: offices with their periods and acts, given and ended."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.queries import offices
from engine.roles import OF_A_MUNICIPALITY
from web.admin.offices import ended, given, office_page, staff_page
from web.admin.sending import ADMINISTRATORS, done
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.tables import exported
from web.without_api import Reason, without_api


@blueprint.get("/municipalities/<name:code>/staff")
@ADMINISTRATORS
@exported
def staff(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/staff")
@ADMINISTRATORS
def give_office(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: given(
            sent,
            sent.get("role", ""),
            code,
            unit=sent.get("unit") or None,
            is_acting=sent.get("is_acting") == "yes",
        ),
        url_for("admin.staff", code=code),
        lambda error: _page(code, sent, error),
    )


@blueprint.get("/municipalities/<name:code>/staff/<int:office_id>")
@ADMINISTRATORS
@without_api(Reason.FORM)
def office(code: str, office_id: int) -> ResponseReturnValue:
    return _office(code, office_id, {})


@blueprint.post("/municipalities/<name:code>/staff/<int:office_id>")
@ADMINISTRATORS
def end_office(code: str, office_id: int) -> ResponseReturnValue:
    sent = request.form
    with engine().read(current_actor()) as tx:
        one = offices.office(tx, code, office_id)
    return done(
        lambda: ended(sent, one, code),
        url_for("admin.staff", code=code),
        lambda error: _office(code, office_id, sent, error=error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with_past = request.args.get("past") == "yes"
    with engine().read(current_actor()) as tx:
        page, today = offices.staff(tx, code, with_past=with_past), local_date(tx.now)
    told = {"page": page, "code": code, "roles": OF_A_MUNICIPALITY, "with_past": with_past}
    return staff_page("admin/staff.html", sent, error, today=today, **told)


def _office(
    code: str, office_id: int, sent: Mapping[str, str], *, error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        one, today = offices.office(tx, code, office_id), local_date(tx.now)
    return office_page(one, sent, error, today=today, code=code, center=None)
