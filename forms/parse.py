"""From the fields of a submitted HTML form to raw answers.

Responsible for the names `render` gives to inputs and for the buttons that change a form without
JavaScript. It reads nothing but names the form knows and judges no value: that is `validate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from forms.definition import CHOICES, SHOWN_ONLY, Field, Form
from forms.fields import MOST_FILES, MOST_ROWS

ADD, REMOVE, REFRESH = "__add__", "__remove__", "__refresh__"
ROW_MARK = "__row"
_ROW_NUMBER = re.compile(r"[0-9]{1,4}")
_REMOVED = re.compile(r"(?P<path>.+)\.(?P<index>[0-9]{1,4})")


class Submitted(Protocol):
    """Protocol of a submitted form, as werkzeug's MultiDict offers it."""

    def getlist(self, key: str) -> list[str]: ...
    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button inside the form: the form is to be shown again, nothing is to be checked or stored."""

    action: str
    path: str = ""
    index: int | None = None


class HtmlAnswers(dict[str, Any]):
    """Raw answers; `pressed` tells whether a button inside the form was used. It is already applied."""

    pressed: Pressed | None = None


def parse_html(form: Form, values: Submitted | Mapping[str, Any]) -> HtmlAnswers:
    """Return raw answers. Rows left entirely blank are dropped, except while rows are being changed."""
    names = [str(name) for name in values]
    answers = HtmlAnswers()
    answers.pressed = _pressed(names)
    reading = _Reading(values, names, keeps_blank=answers.pressed is not None)
    reading.fill(form.fields, answers, "")
    if answers.pressed is not None:
        _apply(answers.pressed, form.fields, answers)
    return answers


class _Reading:
    """One submitted form."""

    def __init__(self, values: Submitted | Mapping[str, Any], names: list[str], *, keeps_blank: bool) -> None:
        self.values = values
        self.names = names
        self.keeps_blank = keeps_blank

    def fill(self, fields: Sequence[Field], answers: dict[str, Any], prefix: str) -> None:
        for item in fields:
            name = prefix + item.key
            if item.type in SHOWN_ONLY or item.type == "expression":
                continue
            if item.type == "group":
                inner = answers.setdefault(item.key, {}) if item.key else answers
                self.fill(item.fields, inner, f"{name}." if item.key else prefix)
            elif item.type == "dynamiclist":
                answers[item.key] = self._rows(item, name)
            elif item.type == "checkbox":
                answers[item.key] = bool(self._all(name))
            elif item.type in CHOICES:
                answers[item.key] = self._all(name)
            elif item.type == "filepicker":
                answers[item.key] = self._files(item, name)
            elif found := self._all(name):
                answers[item.key] = found[0]

    def _rows(self, item: Field, name: str) -> list[dict[str, Any]]:
        rows = []
        for number in self._row_numbers(f"{name}."):
            row: dict[str, Any] = {}
            self.fill(item.fields, row, f"{name}.{number}.")
            if self.keeps_blank or not _is_blank(row):
                rows.append(row)
        return rows

    def _files(self, item: Field, name: str) -> list[dict[str, Any]]:
        """References to uploads. Where one file is asked for, the one chosen last replaces the others."""
        found = list(dict.fromkeys(self._all(name)[: MOST_FILES + 1]))
        return [{"document": text} for text in (found if item.is_multiple else found[-1:])]

    def _row_numbers(self, prefix: str) -> Iterable[int]:
        parts = {name[len(prefix) :].split(".", 1)[0] for name in self.names if name.startswith(prefix)}
        numbers = sorted({int(part) for part in parts if _ROW_NUMBER.fullmatch(part)})
        return numbers[: MOST_ROWS + 1]

    def _all(self, name: str) -> list[str]:
        if isinstance(self.values, Mapping) and not hasattr(self.values, "getlist"):
            value = self.values.get(name, [])
            found = value if isinstance(value, list) else [value]
        else:
            found = self.values.getlist(name)
        # Answers are kept as a draft before they are checked, and PostgreSQL's JSON can't hold a NUL.
        return [text.replace("\0", "\ufffd") for text in found if isinstance(text, str)]


def _pressed(names: Iterable[str]) -> Pressed | None:
    for name in names:
        if name == REFRESH:
            return Pressed("refresh")
        if name.startswith(ADD):
            return Pressed("add", name.removeprefix(ADD))
        if name.startswith(REMOVE) and (match := _REMOVED.fullmatch(name.removeprefix(REMOVE))):
            return Pressed("remove", match["path"], int(match["index"]))
    return None


def _apply(pressed: Pressed, fields: Sequence[Field], answers: dict[str, Any]) -> None:
    """Add or remove a row or a file; a path the form doesn't know changes nothing."""
    entries = _entries(fields, answers, pressed.path.split("."))
    if entries is None:
        return
    found, is_list = entries
    if pressed.action == "add" and is_list and len(found) < MOST_ROWS:
        found.append({})
    elif pressed.action == "remove" and pressed.index is not None and pressed.index < len(found):
        del found[pressed.index]


def _entries(fields: Sequence[Field], answers: Any, steps: list[str]) -> tuple[list[Any], bool] | None:
    """Find the rows or files at a path, walking only along what the form knows."""
    keyed = {item.key: item for outer in fields for item in _in_place(outer)}
    item = keyed.get(steps[0])
    if item is None or not isinstance(answers, dict):
        return None
    value = answers.get(item.key)
    if item.type == "group":
        return _entries(item.fields, value, steps[1:]) if len(steps) > 1 else None
    if item.type not in ("dynamiclist", "filepicker") or not isinstance(value, list):
        return None
    if len(steps) == 1:
        return value, item.type == "dynamiclist"
    if item.type == "filepicker" or len(steps) < 3 or not _ROW_NUMBER.fullmatch(steps[1]):
        return None
    number = int(steps[1])
    return _entries(item.fields, value[number], steps[2:]) if number < len(value) else None


def _in_place(item: Field) -> Iterator[Field]:
    """A field, or what a group without a path contains."""
    if item.type == "group" and not item.key:
        for inner in item.fields:
            yield from _in_place(inner)
    else:
        yield item


def _is_blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_is_blank(inner) for inner in value.values())
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == []
