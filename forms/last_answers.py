"""The last answers of a step that comes back: which of them its form may begin with.

Responsible for a single answer: it is read as if it were typed, an option or a file that is gone is left out.
Which questions begin anew, and what else a form begins with, is `prefill`. Refuses to know whose answers
they are and who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.checks import shown_options
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
    possible = {option.value for option in shown_options(item, scope)}
    if isinstance(value, list):
        return [choice for choice in value if choice in possible] or None
    return value if value in possible else None


def without_answers(
    form: Form, answers: Mapping[str, Any], is_left_out: Callable[[Field], bool]
) -> dict[str, Any]:
    """Return the answers without those of some questions."""
    return _kept(form.fields, answers, is_left_out)


def _kept(
    fields: Sequence[Field], answers: Mapping[str, Any], is_left_out: Callable[[Field], bool]
) -> dict[str, Any]:
    found = dict(answers)
    for item in fields:
        if is_left_out(item):
            found.pop(item.key, None)
        elif item.type == "dynamiclist":
            rows = found.get(item.key) or ()
            found |= {item.key: [_kept(item.fields, row, is_left_out) for row in rows]} if rows else {}
        elif item.type == "group" and item.key:
            below = found.get(item.key)
            found |= {item.key: _kept(item.fields, below, is_left_out)} if below else {}
        elif item.type == "group":
            found = _kept(item.fields, found, is_left_out)
    return found


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
