"""Units of a municipality: what there is, setting one up, renaming and dissolving it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.base import Command
from engine.commands.units import AddUnit, EndUnit, RenameUnit
from engine.errors import NotFound
from engine.queries import offices
from web.admin.sending import ADMINISTRATORS, by_language, day, done, end_after, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version
from web.without_api import Reason, without_api


@blueprint.get("/municipalities/<name:code>/units")
@ADMINISTRATORS
def units(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/units")
@ADMINISTRATORS
def add_unit(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: AddUnit(code, by_language(sent, "name"), sent.get("act", ""), day(sent, "first_on")),
        url_for("admin.units", code=code),
        lambda error: _page(code, sent, error),
    )


@blueprint.get("/municipalities/<name:code>/units/<unit_code>")
@ADMINISTRATORS
@without_api(Reason.FORM)
def unit(code: str, unit_code: str) -> ResponseReturnValue:
    return _unit(code, unit_code, {})


@blueprint.post("/municipalities/<name:code>/units/<unit_code>")
@ADMINISTRATORS
def change_unit(code: str, unit_code: str) -> ResponseReturnValue:
    sent = request.form

    def command() -> Command:
        if sent.get("_do") == "end":
            until = end_after(sent, "last_on") or day(sent, "last_on")
            return EndUnit(code, unit_code, sent.get("act", ""), until)
        return RenameUnit(code, unit_code, by_language(sent, "name"), sent.get("act", ""), sent_version())

    return done(
        command,
        url_for("admin.units", code=code),
        lambda error: _unit(code, unit_code, sent, error=error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (names, found), today = offices.units_of(tx, code), local_date(tx.now)
    typed = {"first_on": today.isoformat(), **sent}
    page = render_template(
        "admin/units.html", municipality=names, units=found, code=code, sent=typed, **shown(error)
    )
    return page, status(error)


def _unit(
    code: str, unit_code: str, sent: Mapping[str, str], *, error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (_, found), today = offices.units_of(tx, code), local_date(tx.now)
    one = next((unit for unit in found if unit.code == unit_code), None)
    if one is None:
        raise NotFound
    known = {f"name_{language}": words for language, words in one.names.items()}
    typed = {**known, "last_on": today.isoformat(), **sent}
    return render_template("admin/unit.html", one=one, code=code, sent=typed, **shown(error)), status(error)
