"""Answers as rows that people read: on the page before sending, in the PDF, on the case page.

Responsible for words instead of codes: labels of options, dates, amounts, yes and no. Answers are shown
as they are stored, even where today's form would ask for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms import plots
from forms.checks import options_of
from forms.conditions import Scope
from forms.definition import SHOWN_ONLY, Field, Form
from forms.errors import text
from forms.formats import show_date, show_money, show_number, show_phone
from forms.lookups import FOUND
from forms.moments import KINDS as MOMENTS
from forms.moments import show as show_moment
from forms.moments import show_date_time
from forms.settle import Place, is_blank, settle
from forms.signed import signed_words
from forms.validate import NO_CONTEXT


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer. `label` is complete in itself; `section` and `name` are its two halves."""

    key: str
    path: str
    label: str
    value: str
    section: str = ""
    name: str = ""
    is_answered: bool = True
    special: str = ""  # which data of a special category it is


def summarise(
    form: Form, answers: Mapping[str, Any], *, language: str, context: Mapping[str, Any] = NO_CONTEXT
) -> tuple[SummaryRow, ...]:
    """Return the answers in the order of the form; visible questions without an answer are included."""
    settled = settle(form.fields, answers, context=context, now=None, is_stored=True, language=language)
    rows = (_row(place, language) for place in settled.places)
    return tuple(row for row in rows if row is not None)


def formatted(field: Field, value: Any, *, scope: Scope, language: str) -> str:
    """One stored value in words; "" where there is none."""
    if isinstance(value, bool):
        return text("ui.yes" if value else "ui.no", language)
    if is_blank(value):
        return ""
    if field.part == "person.state":
        return text("ui.person_verified" if value == FOUND else "ui.person_unverified", language)
    if isinstance(value, list):
        return ", ".join(formatted(field, item, scope=scope, language=language) for item in value)
    if field.kind in ("choice", "settlement", "choices"):
        labels = {option.value: option.label for option in options_of(field, scope)}
        return labels.get(value, str(value)) if isinstance(value, str) else str(value)
    if isinstance(value, int | Decimal):
        return _number(field, value)
    if field.kind == "plot":
        corners, area = plots.size(value)
        return text("ui.plot", language, {"corners": corners, "area": show_number(area)})
    if isinstance(value, Mapping):
        name, signed = value.get("name") or value.get("document"), signed_words(value, language)
        return f"{name or text('ui.file', language)}{f' ({signed})' if signed else ''}"
    if field.kind in MOMENTS:
        return show_moment(str(value), field.kind)
    if field.type == "expression":
        return show_date(show_date_time(str(value)))
    is_phone = field.kind == "phone" and isinstance(value, str) and len(value) == 13
    return show_phone(value) if is_phone else str(value)


def _number(field: Field, value: int | Decimal) -> str:
    return show_money(value) if field.kind == "money" and isinstance(value, int) else show_number(value)


def _row(place: Place, language: str) -> SummaryRow | None:
    field = place.field
    if field.type in SHOWN_ONLY or (field.type == "expression" and not field.label):
        return None
    if field.type == "dynamiclist":
        if place.value:
            return None
        value = text("ui.no_rows", language)
    else:
        value = formatted(field, place.value, scope=place.scope, language=language)
    section = ", ".join(place.titles)
    label = f"{section}: {field.label}" if section else field.label
    is_answered = bool(value) and field.type != "dynamiclist"
    shown = value or text("ui.not_answered", language)
    name, special = field.label, field.special
    return SummaryRow(field.key, place.path, label, shown, section, name, is_answered, special)


def said(value: Any, words: Mapping[str, str]) -> str | list[str]:
    """What a value in a text says: an option in its words, a list item by item."""
    if isinstance(value, list):
        return [printed(words.get(item, item) if isinstance(item, str) else item) for item in value]
    return printed(words.get(value, value) if isinstance(value, str) else value)


def printed(value: Any) -> str:
    """A value in a text: dates as people write them."""
    return "" if value is None else show_date(show_date_time(str(value)))
