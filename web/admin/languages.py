"""In which languages a municipality offers its services, from which day on."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.municipalities import SetLanguages
from engine.queries import rollout as queries
from engine.texts import OFFICIAL
from web.admin.sending import ADMINISTRATORS, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES
from web.keys import sent_version


@blueprint.get("/municipalities/<name:code>/languages")
@ADMINISTRATORS
def languages(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/languages")
@ADMINISTRATORS
def set_languages(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetLanguages(code, ticked(sent), sent.get("act", ""), day(sent, "first_on"), sent_version()),
        url_for("admin.languages", code=code),
        lambda error: _page(code, sent, error),
    )


def ticked(sent: Mapping[str, str]) -> tuple[str, ...]:
    """Return Georgian, and beside it the languages that were ticked."""
    return tuple(
        language for language in LANGUAGES if language == OFFICIAL or sent.get(f"language_{language}")
    )


def ticks(offered: tuple[str, ...]) -> dict[str, str]:
    """Return the languages as the fields of the form hold them."""
    return {f"language_{language}": "yes" for language in offered}


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (municipality, entries), today = queries.languages(tx, code), local_date(tx.now)
    offered = entries[0].languages if entries else LANGUAGES
    typed = sent or {**ticks(offered), "first_on": today.isoformat()}
    page = render_template(
        "admin/languages.html",
        municipality=municipality,
        entries=entries,
        in_force=next((entry for entry in entries if entry.valid_from <= today), None),
        seen=entries[0].entry_id if entries else 0,
        code=code,
        sent=typed,
        official=OFFICIAL,
        **shown(error),
    )
    return page, status(error)
