"""Answers a form begins with, where they come from, and what the person says is not right.

Responsible for default values, and for the last answers that a form begins with when its step comes back
(`forms.last_answers`). A default is a proposal: once a person has answered, it is not consulted again, except
for read-only fields, where `settle` takes it as the answer. A default that reads `known.<source>.<name>`
shows its source, and even where it is read-only it can be disputed: then the person answers, with a comment
beside. Refuses to know what a source is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.conditions import Scope
from forms.definition import SHOWN_ONLY, Field, Form
from forms.fields import read_or_none
from forms.last_answers import last_answer, without_hidden
from forms.settle import DISPUTED
from forms.validate import NO_CONTEXT
from forms.vocabulary import ANEW, COMPOSITE

KNOWN = "known"  # the name under which a context holds what is known of the person, by source
DISPUTES = "__disputes__"  # beside raw answers: comments by path; no question can have this key
LONGEST_COMMENT = 1_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Origin of the value that a question began with."""

    path: str
    label: str
    source: str
    value: Any
    as_of: str = ""
    number: str = ""
    is_fixed: bool = False  # it can't be changed without saying that it is not right


def prefill(
    form: Form,
    *,
    context: Mapping[str, Any] = NO_CONTEXT,
    now: datetime | None = None,
    last: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what the form begins with: default values, those of later fields seeing those of earlier ones.

    `last` are the answers that the same step was completed with before: they win over defaults, except where
    a question begins anew, can't be changed, or has no such answer any more. Of files those are left that
    `files` of the context describes.
    """
    answers: dict[str, Any] = {}
    _fill(form.fields, answers, Scope.at_root(context, answers, now), last or {}, form.begins)
    return answers if last is None else without_hidden(form, answers, context=context, now=now)


def _fill(
    fields: Sequence[Field],
    answers: dict[str, Any],
    scope: Scope,
    last: Mapping[str, Any],
    begins: str,
) -> None:
    for item in fields:
        how = item.begins or begins
        if item.type == "group":
            inner = answers.setdefault(item.key, {}) if item.key else answers
            below = (last.get(item.key) or {}) if item.key else last
            around = scope.among(inner) if item.kind in COMPOSITE else scope
            _fill(item.fields, inner, around, below, how)
        elif item.type == "dynamiclist":
            _fill_rows(item, answers, scope, last.get(item.key) or (), how)
        elif item.type not in SHOWN_ONLY and item.type != "expression":
            value = None if how == ANEW else last_answer(item, last.get(item.key), scope)
            if value is None and scope.this is None:
                value = _default(item, scope)
            if value is not None:
                answers[item.key] = value


def _fill_rows(
    item: Field,
    answers: dict[str, Any],
    scope: Scope,
    last: Sequence[Mapping[str, Any]],
    begins: str,
) -> None:
    """Fill the rows there were; new ones begin blank."""
    if begins == ANEW or not last:
        return
    answers[item.key] = rows = [dict[str, Any]() for _ in last]
    for number, (row, below) in enumerate(zip(rows, last, strict=True), start=1):
        _fill(item.fields, row, scope.row(row, number), below, begins)


def _default(item: Field, scope: Scope) -> Any:
    if item.part == "address.municipality_code":
        return scope.lookups.municipality or None if item.required and scope.lookups is not None else None
    return read_or_none(item, item.rules.default.value_or_none(scope))


def origins(form: Form, *, context: Mapping[str, Any]) -> tuple[Origin, ...]:
    """Return the questions that begin with something known; those of repeated rows do not."""
    return tuple(_origins(form.fields, Scope.at_root(context, {}, None), ""))


def _origins(fields: Sequence[Field], scope: Scope, prefix: str) -> Iterator[Origin]:
    for item in fields:
        path = prefix + item.key
        if item.type == "group":
            yield from _origins(item.fields, scope, f"{path}." if item.key else prefix)
            continue
        source = _source(item)
        value = read_or_none(item, item.rules.default.value_or_none(scope)) if source else None
        if value is not None:
            found = scope.context[KNOWN][source]
            yield Origin(
                path,
                item.label,
                source,
                value,
                as_of=str(found.get("as_of") or ""),
                number=str(found.get("number") or ""),
                is_fixed=item.is_fixed or item.rules.readonly.value_or_none(scope) is True,
            )


def begun_with(form: Form) -> dict[str, tuple[str, ...]]:
    """Return the questions that begin with exactly what stands at one place of the data, with its path."""
    return dict(_begun(form.fields, ""))


def _begun(fields: Sequence[Field], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for item in fields:
        path, expression = prefix + item.key, item.rules.default.expression
        if item.type == "group":
            yield from _begun(item.fields, f"{path}." if item.key else prefix)
        elif expression is not None and len(expression.paths) == 1:
            (place,) = expression.paths
            if expression.text.strip() == ".".join(place):
                yield path, place


def _source(item: Field) -> str:
    """Return the source that a default reads; "" where it reads none, or several."""
    expression = item.rules.default.expression
    paths = expression.paths if expression is not None else frozenset()
    found = {path[1] for path in paths if len(path) > 2 and path[0] == KNOWN}
    return found.pop() if len(found) == 1 else ""


def disputes_in(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the comments that come with raw answers, by path; whatever else is there is no comment."""
    raw = answers.get(DISPUTES)
    if not isinstance(raw, Mapping):
        return {}
    return {str(path): text[:LONGEST_COMMENT] for path, text in raw.items() if isinstance(text, str)}


def disputing(form: Form, context: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context in which disputed questions can be answered; only what is known can be disputed."""
    comments = disputes_in(answers)
    if not comments:
        return dict(context)
    return {
        **context,
        DISPUTED: [origin.path for origin in origins(form, context=context) if origin.path in comments],
    }


def placed(answers: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the answers with another value at a path of groups."""
    first, _, rest = path.partition(".")
    below = answers.get(first)
    inner = placed(below if isinstance(below, Mapping) else {}, rest, value) if rest else value
    return {**answers, first: inner}
