"""Pages of a municipality speak its languages: who reads another one gets Georgian, and a line why.

It concerns what is shown to people who apply: services, their forms, their cases. Pages of the country and
of the staff speak whatever is chosen. Refuses to know which languages a municipality offers.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, g, request

from engine.queries import languages
from engine.queries.languages import Spoken
from engine.texts import OFFICIAL
from web.auth import NOBODY, current_actor
from web.engine_access import engine
from web.i18n import TEXTS, current_language

# The beginning of the addresses of such pages, and what they are of.
PLACES: Final = "/municipalities/<name:code>"
THINGS: Final = {
    "/cases/<uuid:case_id>": "case",
    "/tasks/<uuid:task_id>": "task",
    "/joint/<uuid:filing_id>": "filing",
    "/signings/<uuid:signing_id>": "signing",
}


def init(app: Flask) -> None:
    """Let each page of a municipality be in one of its languages."""
    app.before_request(speak)
    app.jinja_env.globals.update(not_offered=not_offered, only_official=only_official)


def speak() -> None:
    """Take Georgian where the language that was chosen is not offered."""
    if current_language() != OFFICIAL:
        _take(_of_place() or _of_thing())


def speak_by_place() -> None:
    """Do the same by the address alone, before anybody has asked who is there."""
    if current_language() != OFFICIAL:
        _take(_of_place())


def not_offered() -> str | None:
    """Return the language that was chosen and that this page can't be in."""
    found: str | None = g.get("not_offered")
    return found


def only_official(key: str) -> str:
    """Return words about a page that is in Georgian alone, in the language that was chosen."""
    chosen, names = g.not_offered, g.speaks.names
    return TEXTS.get(chosen, key, place=names.get(chosen, names[OFFICIAL]))


def _take(spoken: Spoken | None) -> None:
    if spoken is not None and current_language() not in spoken.languages:
        g.language, g.not_offered, g.speaks = OFFICIAL, current_language(), spoken


def _of_place() -> Spoken | None:
    if not _rule().startswith(PLACES):
        return None
    with engine().read(NOBODY) as tx:
        return languages.of_place(tx, (request.view_args or {})["code"])


def _of_thing() -> Spoken | None:
    for beginning, kind in THINGS.items():
        if _rule().startswith(beginning) and not (kind == "signing" and current_actor().is_staff):
            with engine().read(current_actor()) as tx:
                return languages.of_thing(tx, kind, (request.view_args or {})[f"{kind}_id"])
    return None


def _rule() -> str:
    return request.url_rule.rule if request.url_rule else ""
