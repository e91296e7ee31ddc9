"""Common part of administration's pages: reading what was typed, sending it, showing what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, t
from web.keys import sent_key

ADMINISTRATORS = access.right(Right.ADMINISTER)
OF_THE_COUNTRY = access.right(Right.ROLL_OUT)


class DayMissing(Rejected):
    """A day was left out, or is none."""

    code = "administering.day_missing"


def day(sent: Mapping[str, str], name: str) -> date:
    """Return a day that has to be there. Raises `DayMissing`."""
    try:
        return date.fromisoformat(sent.get(name, "").strip())
    except ValueError:
        raise DayMissing from None


def optional_day(sent: Mapping[str, str], name: str) -> date | None:
    """Return a day that may be left out. Raises `DayMissing` where something else stands there."""
    return day(sent, name) if sent.get(name, "").strip() else None


def end_after(sent: Mapping[str, str], name: str) -> date | None:
    """Return the first day that does not belong to a period any more; people name its last one."""
    last = optional_day(sent, name)
    return None if last is None else last + timedelta(days=1)


def seen_until(sent: Mapping[str, str]) -> date | None:
    """Return the end that a period had on the page."""
    return day(sent, "seen_until") if sent.get("seen_until") else None


def by_language(sent: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what was typed in each language; what was left empty is not there."""
    typed = {language: sent.get(f"{name}_{language}", "").strip() for language in LANGUAGES}
    return {language: words for language, words in typed.items() if words}


def done(
    command: Callable[[], Command], to: str, again: Callable[[ErrorWords], ResponseReturnValue]
) -> ResponseReturnValue:
    """Send the command and go on to an address; a refusal is told on the page with what was typed."""
    try:
        engine().send(command(), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(words_of(refused))
    flashes.done(t("admin.saved"))
    return redirect(to, 303)


def status(error: ErrorWords | None) -> int:
    return error.status if error else 200


def shown(error: ErrorWords | None) -> dict[str, Any]:
    """Return what every template needs to tell a refusal."""
    return {"error": error, "has_errors": bool(error)}
