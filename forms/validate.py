"""From raw answers to answers that are kept: the one validator of browser, API and offline resend.

Responsible for the order: read, ask, settle, check. Refuses to know where the answers came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError

from forms.checks import refusals
from forms.definition import Form
from forms.errors import FieldError, InvalidAnswers
from forms.fields import problems_by_path
from forms.lookups import Nobody
from forms.parts import look_up
from forms.problems import Problem
from forms.settle import place_of, settle

_NOBODY = Nobody()
NO_CONTEXT: Mapping[str, Any] = MappingProxyType({})


def validate(
    form: Form,
    raw: Mapping[str, Any],
    *,
    context: Mapping[str, Any] = NO_CONTEXT,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Return the answers as JSON in normal form; raises InvalidAnswers and nothing else.

    Kept are the answers to visible questions. Read-only and computed values come from the form and the
    context, whatever the request says. Validating the result again gives the same result.
    """
    if not isinstance(raw, Mapping):
        raise InvalidAnswers((FieldError("", "not_an_object", language=form.language),))
    given, problems = asked_answers(form, raw, context)
    settled = settle(form.fields, given, context=context, now=now, language=form.language)
    errors = tuple(refusals(settled, problems, language=form.language))
    if errors:
        raise InvalidAnswers(errors)
    return settled.answers


def hidden_questions(
    form: Form,
    raw: Mapping[str, Any],
    *,
    context: Mapping[str, Any] = NO_CONTEXT,
    now: datetime | None = None,
) -> tuple[str, ...]:
    """Return the paths of what conditions of the form hide for these answers; `#id` where it has no key."""
    conditional = {place_of("", item) for item in form.walk() if item.has_condition}
    given, _ = asked_answers(form, raw, context)
    settled = settle(form.fields, given, context=context, now=now, language=form.language)
    return tuple(sorted(path for path in settled.hidden if path.rpartition(".")[2] in conditional))


def asked_answers(
    form: Form, raw: Mapping[str, Any], context: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """Read answers and ask about the people they name; a problem of the form goes before what is asked."""
    given, problems = read_answers(form, raw)
    if form.has_people:
        for path, problem in look_up(form.fields, given, context.get("lookups") or _NOBODY):
            if problem is None:
                problems.pop(path, None)
            else:
                problems.setdefault(path, problem)
    return given, problems


def read_answers(form: Form, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Problem]]:
    """Return what could be read, and a problem for every path that couldn't."""
    try:
        given: dict[str, Any] = form.schema.load(raw)
        return given, {}
    except ValidationError as error:
        readable = error.valid_data if isinstance(error.valid_data, dict) else {}
        return readable, problems_by_path(error.messages)
