"""The two ways a form says no, and the sentences for them in Georgian and English.

`FormError` is the analyst's: the `.form` file itself is wrong. `InvalidAnswers` is the applicant's: one
`FieldError` for every answer that was refused. Neither carries a sentence. Words live in `texts/*.json`
under the error's code. This module knows nothing about fields, HTML or where an answer came from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any


class FormError(Exception):
    """A form definition can't be used."""

    def __init__(self, code: str, path: str = "", **params: Any) -> None:
        super().__init__(f"{code} at {path or 'the form'}: {params}" if params else f"{code} at {path}")
        self.code = code
        self.path = path
        self.params = params
        # A reader goes on after a mistake, so that an analyst sees all of them at once.
        self.others: tuple[FormError, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldError:
    """Reason why one answer was refused.

    `path` is where the answer stands ("witnesses.1.phone"); `params` hold the label of the field and the
    limits that were passed. `message` is the analyst's own sentence, written in `language`.
    """

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    language: str = "ka"


class InvalidAnswers(Exception):
    """Some answers were refused."""

    code = "forms.invalid_answers"

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(", ".join(f"{error.path}: {error.code}" for error in errors))
        self.errors = errors


def describe(error: FieldError | FormError, language: str, *, with_label: bool = True) -> str:
    """Return the sentence a person reads, with the name of the field unless it stands beside it anyway.

    The analyst's own message is used only in the language it was written in: a general sentence in the
    reader's language is worth more than a precise one the reader can't understand.
    """
    if isinstance(error, FormError):
        return text(f"form.{error.code}", language, {"path": error.path, **error.params})
    if error.message and error.language == language:
        return error.message
    sentence = text(f"errors.{error.code}", language, error.params)
    label = error.params.get("label") if with_label else None
    return text("errors.with_label", language, {"label": label, "message": sentence}) if label else sentence


def text(key: str, language: str, params: Mapping[str, Any] | None = None) -> str:
    """Return the text under `key`; a key without a text is a mistake of ours and raises KeyError."""
    template = _texts(language)[key]
    return template.format_map(params) if params else template


@cache
def _texts(language: str) -> dict[str, str]:
    source = resources.files("forms").joinpath("texts", f"{language}.json")
    if not source.is_file():
        raise KeyError(f"no texts in language {language!r}")
    found: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return found
