"""A form that is one question with few options: which it is, and which options answer the whole form.

Refuses to know where the form stands and what follows from an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.conditions import NOTHING
from forms.definition import Field, Form, Option
from forms.errors import InvalidAnswers
from forms.settle import settle
from forms.validate import NO_CONTEXT, validate
from forms.vocabulary import CONTAINERS

MOST_OPTIONS = 4  # more are read better below each other than beside each other
_ONE_OF = frozenset({"radio", "select"})


@dataclass(frozen=True, slots=True)
class OneQuestion:
    """The question; `enough` are the values of the options after which nothing else has to be answered."""

    key: str
    options: tuple[Option, ...]
    enough: frozenset[str]


def one_question(
    form: Form, *, context: Mapping[str, Any] = NO_CONTEXT, now: datetime | None = None
) -> OneQuestion | None:
    """Return the one question that the form has to have answered at first; None where it is another form.

    What may be left out may be asked beside it. An option that makes something else required isn't enough.
    """
    settled = settle(form.fields, {}, context=context, now=now, language=form.language)
    shown = [place.field for place in settled.places]
    asked = [field for field in shown if field.required or field.rules.required.expression is not None]
    has_rows = any(field.type in CONTAINERS for field in shown)
    if len(asked) != 1 or has_rows or form.has_people or not _is_choice(asked[0]):
        return None
    question = asked[0]
    values = (option.value for option in question.options)
    enough = frozenset(value for value in values if _answers(form, {question.key: value}, context, now))
    return OneQuestion(question.key, question.options, enough)


def _is_choice(field: Field) -> bool:
    """Tell whether it is a choice among a few fixed options, at the root of the answers."""
    is_fixed = field.rules.options is NOTHING and field.rules.offered is NOTHING and not field.options_from
    is_at_root = field.path == field.key and field.kind == "choice" and field.rules.readonly is NOTHING
    return field.type in _ONE_OF and is_fixed and is_at_root and 0 < len(field.options) <= MOST_OPTIONS


def _answers(form: Form, given: dict[str, Any], context: Mapping[str, Any], now: datetime | None) -> bool:
    try:
        validate(form, given, context=context, now=now)
    except InvalidAnswers:
        return False
    return True
