"""Answers a form begins with.

Responsible for default values. A default is a proposal: once a person has answered, it is not consulted
again, except for read-only fields, where `settle` takes it as the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.conditions import Scope
from forms.definition import SHOWN_ONLY, Field, Form
from forms.fields import read_or_none
from forms.validate import NO_CONTEXT


def prefill(
    form: Form, *, context: Mapping[str, Any] = NO_CONTEXT, now: datetime | None = None
) -> dict[str, Any]:
    """Return the default values, those of later fields seeing those of earlier ones."""
    answers: dict[str, Any] = {}
    _fill(form.fields, answers, Scope.at_root(context, answers, now))
    return answers


def _fill(fields: Sequence[Field], answers: dict[str, Any], scope: Scope) -> None:
    for item in fields:
        if item.part == "address.municipality_code":
            if item.required and scope.lookups is not None and scope.lookups.municipality:
                answers[item.key] = scope.lookups.municipality
        elif item.type == "group":
            inner = answers.setdefault(item.key, {}) if item.key else answers
            _fill(item.fields, inner, scope)
        elif item.type not in SHOWN_ONLY and item.type not in ("dynamiclist", "expression"):
            value = read_or_none(item, item.rules.default.value_or_none(scope))
            if value is not None:
                answers[item.key] = value
