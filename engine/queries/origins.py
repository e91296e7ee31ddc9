"""Provenance of the answers of an application, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.queries.origin_views import AnswerOrigin
from forms import Form, placed, summarise


def of_answers(
    form: Form,
    answers: Mapping[str, Any],
    provenance: Mapping[str, Any] | None,
    *,
    language: str,
    context: Mapping[str, Any],
) -> dict[str, AnswerOrigin]:
    """Return, by path, what was known of an answer before it was given."""
    if not provenance:
        return {}
    known: dict[str, Any] = dict(answers)
    for path, origin in provenance.items():
        known = placed(known, path, origin["value"])
    given = {row.path: row.value for row in summarise(form, answers, language=language, context=context)}
    words = {row.path: row.value for row in summarise(form, known, language=language, context=context)}
    return {
        path: AnswerOrigin(
            source=origin["source"],
            value=words.get(path, ""),
            as_of=origin["as_of"],
            number=origin["number"],
            is_other=words.get(path) != given.get(path),
            comment=origin["comment"],
        )
        for path, origin in provenance.items()
    }
