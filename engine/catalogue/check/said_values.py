"""Wording of values that a letter can't print: by labels, yes or no, in one line, or by a part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine import canonical
from engine.catalogue.check import words
from engine.catalogue.option_labels import OF
from engine.catalogue.published import Published
from engine.documents.template import TemplateExpression
from feel import tree
from feel.analyse import MAX_CHOICES, Choice, Kind, as_condition

_PRINTED: Final = frozenset({"string", "number", "date", "date and time"})
_NAMES: Final = (tree.Name, tree.Path)


def ways_to_say(
    code: str, expression: TemplateExpression, kind: Kind, language: str, version: Published | None
) -> tuple[Choice, ...]:
    """Return the expressions that say a value at its place in words, or ask something of it."""
    text, node = expression.text.strip(), expression.compiled.tree
    if code == "feel.not_a_condition":
        return as_condition(text, node, kind, is_whole=True)
    if code == "document.template.option_raw":
        return _in_labels(text, node, kind, language, version)
    if code != "document.template.unprintable":
        return ()
    if kind.name == "boolean":
        yes, no = (words.texts().get(language, key) for key in ("printed.yes", "printed.no"))
        return _whole(f'if {text} then "{yes}" else "{no}"')
    if kind.name == "list" and kind.element is not None and kind.element.name == "string":
        return _whole(f'string join({text}, ", ")')
    if kind.name == "context" and isinstance(node, _NAMES):
        return tuple(_parts(text, kind))[:MAX_CHOICES]
    return ()


def _whole(text: str) -> tuple[Choice, ...]:
    return ((text, text),)


def _parts(text: str, kind: Kind) -> Iterator[Choice]:
    """Yield the parts of a group of values that a letter can print; a choice has words of its own."""
    for name, member in kind.members:
        if member.name in _PRINTED and not member.choices:
            yield f"{text}.{name}", f"{text}.{name}"


def _in_labels(
    text: str, node: tree.Node, kind: Kind, language: str, version: Published | None
) -> tuple[Choice, ...]:
    """Return an expression that gives each option its label, where its lists have one for each."""
    if version is None or not kind.values or not isinstance(node, _NAMES):
        return ()
    labels: dict[str, str] = {}
    for name in kind.choices:
        form_id, _, path = name.partition(OF)
        if version.drawn_form(form_id) is None:
            return ()
        for field in version.form(form_id, language).walk():
            for option in field.options if field.path == path else ():
                if labels.setdefault(option.value, option.label) != option.label:
                    return ()
    if not kind.values <= labels.keys() or len(kind.values) > MAX_CHOICES:
        return ()
    cases = (
        f"if {text} = {_quoted(value)} then {_quoted(labels[value])} else " for value in sorted(kind.values)
    )
    return _whole(f"{''.join(cases)}null")


def _quoted(text: str) -> str:
    return canonical.dumps(text).decode()
