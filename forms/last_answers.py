"""The last answers of a step that comes back: which of them its form may begin with.

Responsible for a single answer: it is read as if it were typed, an option or a file that is gone is left out.
Which questions begin anew, and what else a form begins with, is `prefill`. Refuses to know whose answers
they are and who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from forms.checks import options_of
from forms.conditions import Scope
from forms.definition import Field, Form
from forms.fields import read_or_none
from forms.settle import settle
from forms.vocabulary import WITH_OPTIONS


def last_answer(item: Field, given: Any, scope: Scope) -> Any:
    """Return the last answer of a question as it may begin with it; None where there is none."""
    if given is None or item.is_fixed or item.rules.readonly.value_or_none(scope) is True:
        return None
    value = read_or_none(item, given)
    if value is None:
        return None
    if item.type in WITH_OPTIONS:
        return _possible(item, value, scope)
    if item.type == "filepicker":
        known = scope.context.get("files") or {}
        return [known[file["document"]] for file in value if file["document"] in known] or None
    return value


def _possible(item: Field, value: Any, scope: Scope) -> Any:
    """Return what can still be chosen."""
    possible = {option.value for option in options_of(item, scope)}
    if isinstance(value, list):
        return [one for one in value if one in possible] or None
    return value if value in possible else None


def without_hidden(
    form: Form, answers: dict[str, Any], *, context: Mapping[str, Any], now: datetime | None
) -> dict[str, Any]:
    """Leave out what stands at questions that are not asked: a program reads the answers as they are."""
    settled = settle(form.fields, answers, context=context, now=now)
    return _without(answers, settled.hidden)


def _without(answers: dict[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    for path in hidden:
        *way, key = path.split(".")
        place: Any = answers
        for step in way:
            place = _below(place, step)
        if isinstance(place, dict):
            place.pop(key, None)
    return answers


def _below(place: Any, step: str) -> Any:
    if isinstance(place, list):
        return place[int(step)] if step.isdecimal() and int(step) < len(place) else None
    return place.get(step) if isinstance(place, dict) else None
