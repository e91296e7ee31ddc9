"""Expressions as they would be mended: with another name or value, a comparison, or a time."""

from __future__ import annotations

import re
from typing import Final

from feel import tree
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING, Kind
from feel.analyse.worded_times import time_of
from feel.temporal import READERS

# What is shown of a way to mend, and the whole expression as it would be.
Choice = tuple[str, str]
MAX_CHOICES: Final = 12
_TRUTH: Final = re.compile(r"true|false")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*+"')
# As questions of a number: what holds where the number counts as true, and what does where it does not.
_POSITIVE: Final = {True: "> 0", False: "<= 0"}


def mended(text: str, wrong: str, right: str) -> str:
    """Return the text with `right` wherever `wrong` stands whole; nothing where it stands nowhere.

    `wrong` is a name (`x`), a property with its dot (`.x`), or a literal as it is written (`"x"`).
    """
    if not wrong or not right:
        return ""
    before = r"(?<![\w.])" if wrong[0].isalnum() or wrong[0] == "_" else ""
    after = r"(?!\w)" if wrong[-1].isalnum() or wrong[-1] == "_" else ""
    found, count = re.subn(f"{before}{re.escape(wrong)}{after}", lambda _: right, text)
    return found if count else ""


def with_value(text: str, wrong: str, values: frozenset[str]) -> tuple[Choice, ...]:
    """Return the ways to write one of a few values where a wrong one stands between quotes."""
    if len(values) > MAX_CHOICES:
        return ()
    ways = ((value, mended(text, f'"{wrong}"', f'"{value}"')) for value in sorted(values))
    return tuple((value, whole) for value, whole in ways if whole)


def as_condition(text: str, node: tree.Node, kind: Kind, *, is_whole: bool = False) -> tuple[Choice, ...]:
    """Return the questions that a value can be asked where a condition has to stand.

    Of a part that is no name nobody knows where it ends; it is only asked where it is the whole expression.
    """
    begin, end = (0, len(text)) if is_whole else _span(text, node)
    found = text[begin:end].strip()
    if not found or isinstance(node, tree.Literal):
        return ()
    operand = found if isinstance(node, tree.Name | tree.Path | tree.Call | tree.Arithmetic) else f"({found})"
    asked: list[str] = []
    if kind.name == NUMBER.name:
        asked = [f"{operand} > 0"]
    elif kind.name == "list":
        asked = [f"count({found}) > 0"]
    elif kind.name == STRING.name and kind.values is not None and len(kind.values) <= MAX_CHOICES:
        asked = [f'{operand} = "{value}"' for value in sorted(kind.values)]
    return tuple((question, f"{text[:begin]}{question}{text[end:]}") for question in asked)


def compared(text: str, node: tree.Comparison, left: Kind, right: Kind) -> tuple[Choice, ...]:
    """Return the comparison with zero of a number compared with a truth value, or what a list contains."""
    literal = node.right
    if not isinstance(literal, tree.Literal):
        return ()
    if (left.name, right.name) == ("list", STRING.name):
        return _contained(text, node, literal)
    word = _TRUTH.match(text, literal.at) if (left.name, right.name) == (NUMBER.name, BOOLEAN.name) else None
    if word is None or text[node.at : literal.at].strip() != node.operator:
        return ()
    question = _POSITIVE[literal.value is (node.operator == "=")]
    return ((question, f"{text[: node.at]}{question}{text[word.end() :]}"),)


def _contained(text: str, node: tree.Comparison, literal: tree.Literal) -> tuple[Choice, ...]:
    """Return the question whether a list contains a text, where a name and a literal are compared.

    Nothing else may stand between them: a bracket would lose its other half.
    """
    begin, end = _span(text, node.left)
    said = _QUOTED.match(text, literal.at)
    if not end or said is None or text[end : literal.at].strip() not in ("=", "!="):
        return ()
    question = f"list contains({text[begin:end]}, {said[0]})"
    if node.operator == "!=":
        question = f"not({question})"
    return ((question, f"{text[:begin]}{question}{text[said.end() :]}"),)


def tested(text: str, node: tree.Node, value: Kind) -> tuple[Choice, ...]:
    """Return the test of a number where a cell of a table says true or false."""
    word = _TRUTH.match(text, node.at)
    if value.name != NUMBER.name or not isinstance(node, tree.Literal) or word is None:
        return ()
    question = _POSITIVE[bool(node.value)]
    return ((question, f"{text[: node.at]}{question}{text[word.end() :]}"),)


def timed(text: str, function: str, said: str) -> tuple[Choice, ...]:
    """Return the expression with the date or duration that words mean, as a function reads it."""
    right = time_of(function, said)
    whole = mended(text, f'"{said}"', f'"{right}"') if right else ""
    return ((right, whole),) if whole else ()


def as_time(text: str) -> tuple[Choice, ...]:
    """Return the date or duration that a whole expression says in words, or without its function."""
    said = text.strip().strip('"')
    for function in ("duration", "date"):
        if right := said if READERS[function](said) is not None else time_of(function, said):
            whole = f'{function}("{right}")'
            return ((whole, whole),)
    return ()


def as_date(text: Kind, other: Kind) -> tuple[str, str]:
    """Return a text and the date or duration that it is, where it meets one: a literal between quotes."""
    value = next(iter(text.values or ()), "") if len(text.values or ()) == 1 else ""
    function = "duration" if other.name.endswith("duration") else other.name
    if not value or function not in ("date", "duration") or text.name != STRING.name:
        return "", ""
    said = value if READERS[function](value) is not None else time_of(function, value)
    return (f'"{value}"', f'{function}("{said}")') if said else ("", "")


def _span(text: str, node: tree.Node) -> tuple[int, int]:
    """Return where a name with its properties begins and ends."""
    name = _written(node)
    begin = min(part.at for part in tree.walk(node))
    return (begin, begin + len(name)) if name and text.startswith(name, begin) else (0, 0)


def _written(node: tree.Node) -> str:
    match node:
        case tree.Name(name=name):
            return name
        case tree.Path(base=base, name=name):
            before = _written(base)
            return f"{before}.{name}" if before else ""
    return ""
