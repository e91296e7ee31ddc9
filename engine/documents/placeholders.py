"""Finding `{{ FEEL }}` in text, and writing values as a document shows them.

It knows neither elements nor attributes, and not how an expression is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from engine.clock import ZONE
from feel.temporal import Date, DateTime

_OPEN, _CLOSE = "{{", "}}"
_ENDS_OF_SENTENCES = (".", "!", "?", "…")


class PlaceholderOpen(ValueError):
    """A placeholder has a beginning and no end, or an end and no beginning."""


class ValueUnprintable(ValueError):
    """The value is true, false, a list or a context: no text an act could carry."""


def split(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a text: (False, plain text) and (True, expression)."""
    at = 0
    while (start := text.find(_OPEN, at)) >= 0:
        _refuse_stray_end(text[at:start])
        if start > at:
            yield False, text[at:start]
        end = _end_of_expression(text, start + len(_OPEN))
        yield True, text[start + len(_OPEN) : end].strip()
        at = end + len(_CLOSE)
    _refuse_stray_end(text[at:])
    if at < len(text):
        yield False, text[at:]


def has_placeholder(text: str) -> bool:
    """Tell whether the text has a placeholder or a part of one."""
    return _OPEN in text or _CLOSE in text


def printed(value: Any, language: str) -> str:
    """Write a value that FEEL gave: null is nothing, dates and numbers as the language writes them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise ValueUnprintable("boolean")
    if isinstance(value, int | Decimal):
        return _number(Decimal(value), language)
    if isinstance(value, Date | DateTime):
        value = value.to_python()
    if isinstance(value, datetime):
        local = value.astimezone(ZONE) if value.tzinfo else value
        return format_datetime(local, "dd.MM.yyyy HH:mm", locale=language)
    if isinstance(value, date):
        return format_date(value, "dd.MM.yyyy", locale=language)
    raise ValueUnprintable(type(value).__name__)


def _number(value: Decimal, language: str) -> str:
    """Whole numbers keep their digits together, because a number in an act may be a year or a code."""
    if value == value.to_integral_value():
        return f"{value:.0f}"
    return format_decimal(value, "#,##0.##########", locale=language, decimal_quantization=False)


def _refuse_stray_end(text: str) -> None:
    if _CLOSE in text:
        raise PlaceholderOpen


def _end_of_expression(text: str, start: int) -> int:
    """Return where the closing braces are; braces of contexts and of strings do not close."""
    depth = 0
    in_string = False
    at = start
    while at < len(text):
        sign = text[at]
        if in_string:
            at += 1 if sign == "\\" else 0
            in_string = sign != '"'
        elif sign == '"':
            in_string = True
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif text.startswith(_CLOSE, at):
            return at
        at += 1
    raise PlaceholderOpen


def put_together(parts: Iterable[str | tuple[str]]) -> str:
    """Return a text of what the template says and of values, which are tuples of one.

    A full stop behind a value that ends a sentence itself is left out: people end what they type, or do not.
    """
    text, is_value = "", False
    for part in parts:
        if isinstance(part, str) and is_value and text.rstrip().endswith(_ENDS_OF_SENTENCES):
            text += part.removeprefix(".")
        else:
            text += part if isinstance(part, str) else part[0]
        is_value = not isinstance(part, str)
    return text
