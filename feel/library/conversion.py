"""From values to text and from text to numbers."""

from __future__ import annotations

import re
from typing import Final

from feel.errors import FeelLimitError
from feel.run import MAX_STRING, Run
from feel.signature import Registry
from feel.temporal import format_temporal
from feel.values import TEMPORAL_TYPES, Inequality, Range, Value, format_number, number_literal

builtin = Registry()

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?")
_PLAIN_KEY: Final = re.compile(r"[^\W\d]\w*(?: \w+)*")


@builtin("string", "from: any")
def _string(run: Run, value: Value) -> Value:
    if value is None or type(value) is str:
        return value
    writer = _Writer(run)
    writer.write(value)
    return "".join(writer.parts)


class _Writer:
    """Writes a value as FEEL, strings inside of it quoted. Shared parts are written, and paid, each time."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.parts: list[str] = []
        self.size = 0

    def put(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_STRING:
            raise FeelLimitError("feel.text_too_long")
        self.run.charge(1)
        self.run.charge_text(len(text))
        self.parts.append(text)

    def write(self, value: Value) -> None:
        if type(value) is list:
            self._list(value)
        elif type(value) is dict:
            self._context(value)
        elif type(value) is Range:
            self._range(value)
        elif type(value) is Inequality:
            self._test("!=", value.value)
        else:
            self.put(_scalar(value))

    def _list(self, items: list[Value]) -> None:
        self.put("[")
        for index, item in enumerate(items):
            if index:
                self.put(", ")
            self.write(item)
        self.put("]")

    def _context(self, entries: dict[str, Value]) -> None:
        self.put("{")
        for index, (key, item) in enumerate(entries.items()):
            self.put((", " if index else "") + (key if _PLAIN_KEY.fullmatch(key) else _quoted(key)) + ": ")
            self.write(item)
        self.put("}")

    def _test(self, operator: str, operand: Value) -> None:
        self.put(f"({operator} ")
        self.write(operand)
        self.put(")")

    def _range(self, value: Range) -> None:
        if value.operator:
            self._test(value.operator, value.start)
            return
        if value.start is None or value.end is None:
            sign, included = (">", value.start_included) if value.end is None else ("<", value.end_included)
            self._test(f"{sign}{'=' if included else ''}", value.start if value.end is None else value.end)
            return
        self.put("[" if value.start_included else "(")
        self.write(value.start)
        self.put("..")
        self.write(value.end)
        self.put("]" if value.end_included else ")")


def _scalar(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, TEMPORAL_TYPES):
        return format_temporal(value)
    return format_number(value) if hasattr(value, "as_tuple") else type(value).__name__.lower()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@builtin("number", "from: string")
def _number(run: Run, text: str) -> Value:
    return number_literal(text) if _NUMBER.fullmatch(text) else None


@builtin("number", "from: string, grouping separator: string|null, [decimal separator: string|null]")
def _number_grouped(run: Run, text: str, grouping: str | None, decimal: str | None = None) -> Value:
    if (
        grouping not in (None, " ", ",", ".")
        or decimal not in (None, ",", ".")
        or grouping == (decimal or "")
    ):
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if decimal == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    return _number(run, text)
