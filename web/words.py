"""The engine's words on our pages: statuses, reasons, events, derivations of dates, errors.

The texts belong to the engine, so that screens, letters and programs say the same. Here their
parameters become readable in the page's language. Which event happened is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, request

import engine.texts
from engine.errors import EngineError
from engine.queries.views import TimelineEntry
from engine.texts import TextError, Texts
from web.i18n import current_language, format_date, format_instant, format_number, has_text, name_of, t

TEXTS = Texts.load(Path(engine.texts.__file__).parent)
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def say(key: str, params: Mapping[str, Any] | None = None) -> str | None:
    """Return the engine's words under `key`, or None where it has none."""
    try:
        return TEXTS.get(current_language(), key, **_readable(params or {}))
    except TextError:
        return None


def _readable(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: _value(value) for name, value in params.items()}


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return name_of(value)
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, date) or (isinstance(value, str) and ISO_DAY.fullmatch(value)):
        return format_date(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return format_number(value)
    return "" if value is None else str(value)


OF_OFFICES = frozenset({"inbox", "center"})  # areas of the site that no applicant reads


def status_word(status: str) -> str:
    """Return the state of a case; where it waits for "you", the office reads for whom."""
    if status == "waiting_for_you" and request.blueprint in OF_OFFICES:
        return t("workplace.waiting_for_applicant")
    return say(f"status.{status}") or status


def reason_word(reason: str) -> str:
    return say(f"reason.{reason}") or reason


def role_word(role: str) -> str:
    return say(f"roles.{role}") or role


def operation_word(code: str) -> str:
    return say(f"operations.name.{code}") or code


def value_word(name: str) -> str:
    """Return what an operation takes or brings under this name."""
    return say(f"operations.value.{name}") or name


def role_heading(role: str) -> str:
    """Return a role as the beginning of a line. Georgian has no capitals there, and says so itself."""
    words = role_word(role)
    return words[:1].title() + words[1:]


def mandate_kind(kind: str) -> str:
    """Return what somebody is to the one who acts for them: a child, a ward, a company."""
    return say(f"mandates.kind.{kind}") or kind


def mandate_areas(areas: Iterable[str]) -> str:
    """Return in words to what a mandate is limited; a register may name what we have no word for."""
    words = dict.fromkeys(
        t(f"acting.area.{area if has_text(f'acting.area.{area}') else 'other'}") for area in areas
    )
    return t("acting.limited", areas=", ".join(words))


def event_words(entry: TimelineEntry) -> str:
    """Return what happened as a sentence; some events have one for each outcome they name."""
    outcomes = [value for value in entry.params.values() if isinstance(value, str) and "." not in value]
    keys = [f"events.{entry.kind}", *(f"events.{entry.kind}.{outcome}" for outcome in outcomes)]
    return next(filter(None, (say(key, entry.params) for key in keys)), entry.kind)


def derivation_step(code: str, params: Mapping[str, Any]) -> str:
    """Return one line of how a date was counted."""
    return say(f"terms.derivation.{code}", params) or code


def error_words(error: EngineError) -> str | None:
    return say(f"errors.{error.error_code}", error.params)


def cause_words(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Return why something stopped, in general where a detail is lacking; without details the code."""
    return say(f"errors.{code}", params) or (code if params is None else t("incident.technical"))


def init(app: Flask) -> None:
    """Give the templates the engine's words."""
    app.jinja_env.globals.update(
        say=say,
        status_word=status_word,
        reason_word=reason_word,
        role_word=role_word,
        event_words=event_words,
        mandate_kind=mandate_kind,
        mandate_areas=mandate_areas,
        derivation_step=derivation_step,
        cause_words=cause_words,
    )
