"""Page of a municipality's letterhead, from which day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.municipalities import SetLetterhead
from engine.queries import rollout as queries
from web.admin.sending import ADMINISTRATORS, by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version


@blueprint.get("/municipalities/<name:code>/letterhead")
@ADMINISTRATORS
def letterhead(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/letterhead")
@ADMINISTRATORS
def set_letterhead(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: SetLetterhead(
            code,
            by_language(sent, "official_name"),
            by_language(sent, "address"),
            sent.get("phone", ""),
            sent.get("email", ""),
            sent.get("act", ""),
            day(sent, "first_on"),
            sent_version(),
        ),
        url_for("admin.letterhead", code=code),
        lambda error: _page(code, sent, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        (municipality, entries), today = queries.letterheads(tx, code), local_date(tx.now)
    typed = {**_typed(entries[0].content if entries else {}), "first_on": today.isoformat(), **sent}
    page = render_template(
        "admin/letterhead.html",
        municipality=municipality,
        entries=entries,
        in_force=next((entry for entry in entries if entry.valid_from <= today), None),
        seen=entries[0].entry_id if entries else 0,
        code=code,
        sent=typed,
        **shown(error),
    )
    return page, status(error)


def _typed(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the letterhead as the fields of the form hold it."""
    found = {name: content.get(name) or "" for name in ("phone", "email")}
    for name in ("official_name", "address"):
        found |= {f"{name}_{language}": words or "" for language, words in (content.get(name) or {}).items()}
    return found
