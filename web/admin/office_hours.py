"""Page of office hours of a municipality, from which day on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.municipalities import SetOfficeHours
from engine.queries import rollout as queries
from engine.queries.rollout import HoursEntry
from web.admin.sending import ADMINISTRATORS, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version


@blueprint.get("/municipalities/<name:code>/office-hours")
@ADMINISTRATORS
def office_hours(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/office-hours")
@ADMINISTRATORS
def set_office_hours(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetOfficeHours(
            code,
            by_language(sent, "hours"),
            by_language(sent, "reception"),
            sent.get("act", ""),
            day(sent, "first_on"),
            sent_version(),
        ),
        url_for("admin.office_hours", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (municipality, entries), today = queries.office_hours(tx, code), local_date(tx.now)
    last = entries[0] if entries else None
    page = render_template(
        "admin/office_hours.html",
        municipality=municipality,
        entries=entries,
        in_force=next((entry for entry in entries if entry.valid_from <= today), None),
        seen=last.entry_id if last else 0,
        code=code,
        sent={**(_typed(last) if last else {}), "first_on": today.isoformat(), **sent},
        **shown(error),
    )
    return page, status(error)


def _typed(entry: HoursEntry) -> dict[str, str]:
    """Return the hours as the fields of the form hold them."""
    said = {"hours": entry.hours, "reception": entry.reception or {}}
    return {f"{part}_{language}": text for part, words in said.items() for language, text in words.items()}
