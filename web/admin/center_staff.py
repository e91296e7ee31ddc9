"""Page of the staff of community centres: operators and heads, given and ended for the whole country."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.queries import center_staff as queries
from engine.clock import local_date
from engine.roles import CENTER_HEAD, OPERATOR
from web.admin.offices import ended, given, office_page, staff_page
from web.admin.sending import OF_THE_COUNTRY, done
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.tables import exported
from web.without_api import Reason, without_api

ROLES = (OPERATOR, CENTER_HEAD)


@blueprint.get("/centers")
@OF_THE_COUNTRY
@exported
def centers() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.centers(tx)
    return render_template("admin/centers.html", centers=found)


@blueprint.get("/centers/<int:center>/staff")
@OF_THE_COUNTRY
@exported
def center_staff(center: int) -> ResponseReturnValue:
    return _page(center, {})


@blueprint.post("/centers/<int:center>/staff")
@OF_THE_COUNTRY
def give_center_office(center: int) -> ResponseReturnValue:
    sent = request.form
    with engine().read(current_actor()) as tx:
        code = queries.staff(tx, center).center.code
    return done(
        lambda: given(sent, sent.get("role", ""), code, center=center),
        url_for("admin.center_staff", center=center),
        lambda error: _page(center, sent, error),
    )


@blueprint.get("/centers/<int:center>/staff/<int:office_id>")
@OF_THE_COUNTRY
@without_api(Reason.FORM)
def center_office(center: int, office_id: int) -> ResponseReturnValue:
    return _office(center, office_id, {})


@blueprint.post("/centers/<int:center>/staff/<int:office_id>")
@OF_THE_COUNTRY
def end_center_office(center: int, office_id: int) -> ResponseReturnValue:
    sent = request.form
    with engine().read(current_actor()) as tx:
        at, one = queries.office(tx, center, office_id)
    return done(
        lambda: ended(sent, one, at.code),
        url_for("admin.center_staff", center=center),
        lambda error: _office(center, office_id, sent, error=error),
    )


def _page(center: int, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with_past = request.args.get("past") == "yes"
    with engine().read(current_actor()) as tx:
        page, today = queries.staff(tx, center, with_past=with_past), local_date(tx.now)
    told = {"page": page, "roles": ROLES, "with_past": with_past}
    return staff_page("admin/center_staff.html", sent, error, today=today, **told)


def _office(
    center: int, office_id: int, sent: Mapping[str, str], *, error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (at, one), today = queries.office(tx, center, office_id), local_date(tx.now)
    return office_page(one, sent, error, today=today, center=at)
