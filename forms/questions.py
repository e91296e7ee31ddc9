"""The questions of a form, for a program that answers them.

Whether an answer is right only the form's validator knows; what a question says of itself here saves asking
it in vain. A question that is asked only sometimes, or needed only sometimes, says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.conditions import NOTHING, Rule
from forms.definition import SHOWN_ONLY, Field, Form


@dataclass(frozen=True)
class Choice:
    """One possible answer."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """A question, or a group of them; `path` is where its answer stands among the answers."""

    path: str
    type: str
    kind: str
    label: str
    hint: str
    is_required: bool | None  # null where it depends on other answers
    is_sometimes_asked: bool
    is_read_only: bool
    is_multiple: bool
    options: tuple[Choice, ...]
    accept: tuple[str, ...]


def questions(form: Form, context: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions in the order of the form, groups before what is in them."""
    return tuple(_question(field, context) for field in form.walk() if field.type not in SHOWN_ONLY)


def _question(field: Field, context: Mapping[str, Any]) -> Question:
    rules = field.rules
    return Question(
        path=field.path,
        type=field.type,
        kind=field.kind,
        label=field.label,
        hint=field.description,
        is_required=_constant(rules.required),
        is_sometimes_asked=rules.hidden is not NOTHING and rules.hidden.constant is not False,
        is_read_only=field.is_fixed or rules.readonly.constant is True or rules.computed is not NOTHING,
        is_multiple=field.is_multiple or field.type in ("checklist", "taglist", "dynamiclist"),
        options=tuple(_options(field, context)),
        accept=field.accept,
    )


def _constant(rule: Rule) -> bool | None:
    """Return what a rule always says, None where it depends on answers."""
    if rule is NOTHING:
        return False
    return rule.constant if isinstance(rule.constant, bool) else None


def _options(field: Field, context: Mapping[str, Any]) -> Iterator[Choice]:
    yield from (Choice(option.value, option.label) for option in field.options)
    given = context.get("options", {}).get(field.options_from) if field.options_from else None
    for option in given or ():
        yield Choice(str(option["value"]), str(option["label"]))
