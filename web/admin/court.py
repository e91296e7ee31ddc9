"""In which court acts of a municipality are contested, from which day on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.municipalities import SetCourt
from engine.queries import rollout as queries
from engine.queries.rollout import CourtEntry
from web.admin.sending import ADMINISTRATORS, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version


@blueprint.get("/municipalities/<name:code>/court")
@ADMINISTRATORS
def court(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/court")
@ADMINISTRATORS
def set_court(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetCourt(
            code,
            by_language(sent, "name"),
            by_language(sent, "address"),
            sent.get("act", ""),
            day(sent, "first_on"),
            sent_version(),
        ),
        url_for("admin.court", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (municipality, entries), today = queries.courts(tx, code), local_date(tx.now)
    last = entries[0] if entries else None
    page = render_template(
        "admin/court.html",
        municipality=municipality,
        entries=entries,
        in_force=next((entry for entry in entries if entry.valid_from <= today), None),
        seen=last.entry_id if last else 0,
        code=code,
        sent={**(_typed(last) if last else {}), "first_on": today.isoformat(), **sent},
        **shown(error),
    )
    return page, status(error)


def _typed(entry: CourtEntry) -> dict[str, str]:
    """Return the court as the fields of the form hold it."""
    said = {"name": entry.name, "address": entry.address or {}}
    return {f"{part}_{language}": text for part, words in said.items() for language, text in words.items()}
