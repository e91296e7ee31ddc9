"""Subjects of a diagram's conditions: answers of forms, results of tables, what blocks bring.

Examples to begin from, each a whole expression; what a condition means is FEEL's business. Refuses to know
where on the diagram who stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.catalogue.folder_rules import below
from engine.decisions import load_decisions, sources
from engine.decisions.errors import DecisionError
from engine.decisions.hit_policies import traits_of
from engine.decisions.model import Decision, Table
from engine.operations.decisions import DECIDE, STATUS
from engine.studio.shared_blocks import Block
from engine.texts import OFFICIAL
from forms import Field, FormError, load_form, localise
from forms.definition import CHOICES, SHOWN_ONLY

MOST_VALUES: Final = 12
_LITERAL: Final = re.compile(r'"[^"\\]*"|true|false')
_NOT_ASKED: Final = SHOWN_ONLY | {"dynamiclist", "filepicker", "expression"}
OUTCOME: Final = "outcome"
_NAME: Final = "{}"  # of the value in the case, which its step gives


@dataclass(frozen=True)
class Test:
    """An expression with `{}` in the place of the name; the code of a sentence that says it, and a value."""

    feel: str
    asks: str
    value: str = ""


@dataclass(frozen=True)
class Question:
    """A value by its place in what a step brings, empty if that is the value itself, with tests of it."""

    path: str
    label: str
    tests: tuple[Test, ...]


Questions = Mapping[str, tuple[Question, ...]]
_YES_OR_NO: Final = (Test(f"{_NAME} = true", "yes"), Test(f"{_NAME} = false", "no"))
_NUMBER: Final = (Test(f"{_NAME} > 0", "more", "0"),)
_ANSWERED: Final = (Test(f"{_NAME} != null", "answered"),)
_OUTCOMES: Final = tuple(Test(f'{_NAME} = "{status}"', OUTCOME, status) for status in STATUS)


def of_forms(files: Mapping[str, bytes], language: str) -> Questions:
    """Return the questions of each form, in the words of a language."""
    found = {}
    for name, content in below(files, "forms/", ".form").items():
        try:
            form = localise(load_form(content), form_words(files, language, name), language=language)
        except FormError:
            continue  # validation says what is wrong with it
        found[name] = tuple(_asked(form.fields))
    return found


def of_tables(files: Mapping[str, bytes]) -> Questions:
    """Return what each decision answers."""
    tables = below(files, "", ".dmn")
    imports = sources({f"{name}.dmn": content for name, content in tables.items()})
    found = {}
    for content in tables.values():
        try:
            for decision in load_decisions(content, imports=imports).source.decisions():
                found[decision.id] = tuple(_answers(decision))
        except DecisionError:
            continue  # validation says what is wrong with it
    return found


def of_blocks(blocks: Iterable[Block], language: str, outcome: str) -> Questions:
    """Return what each block brings; the name of a value is the whole of its place."""
    found = {}
    for block in blocks:
        brought: list[Question] = []
        for output in block.contract["outputs"]:
            if output["name"] == "decision":
                brought.append(Question("decision.outcome", outcome, _OUTCOMES))
            elif output["kind"] != "context":
                tests = {"boolean": _YES_OR_NO, "number": _NUMBER}.get(output["kind"], _ANSWERED)
                brought.append(Question(output["name"], output["names"][language], tests))
        found[block.code] = tuple(brought)
    return found


def of_operations(outcome: str) -> Questions:
    """Return what the operation that decides a case brings."""
    return {DECIDE.name: (Question("outcome", outcome, _OUTCOMES),)}


def form_words(files: Mapping[str, bytes], language: str, form: str) -> Mapping[str, Any]:
    """Return what the texts say of a form in a language; the form itself is in the official one."""
    if language == OFFICIAL:
        return {}
    try:
        said = json.loads(files.get(f"texts/{language}.json", b"{}"))["forms"][form]
    except (ValueError, LookupError, TypeError):
        return {}
    return said if isinstance(said, Mapping) else {}


def _asked(fields: Iterable[Field]) -> Iterator[Question]:
    """Yield the questions that have one answer; of a list each row has its own."""
    for field in fields:
        if field.type == "group":
            yield from _asked(field.fields)
        elif field.key and field.type not in _NOT_ASKED:
            yield Question(field.path, field.label or field.key, tuple(_tests(field)))


def _tests(field: Field) -> Iterable[Test]:
    if field.type == "checkbox":
        return _YES_OR_NO
    if field.options:
        return (_chosen(field, option.value, option.label) for option in field.options[:MOST_VALUES])
    return _NUMBER if field.kind in ("number", "money") else _ANSWERED


def _chosen(field: Field, value: str, label: str) -> Test:
    said = json.dumps(value, ensure_ascii=False)
    if field.type in CHOICES:
        return Test(f"list contains({_NAME}, {said})", "chosen", label)
    return Test(f"{_NAME} = {said}", "is", label)


def _answers(decision: Decision) -> Iterator[Question]:
    table = decision.logic
    if not isinstance(table, Table) or not traits_of(table.policy).is_single:
        return
    for place, output in enumerate(table.outputs):
        cells = dict.fromkeys(rule.outputs[place].strip() for rule in table.rules)
        literal = [cell for cell in cells if _LITERAL.fullmatch(cell)][:MOST_VALUES]
        tests = tuple(Test(f"{_NAME} = {value}", "is", value.strip('"')) for value in literal)
        path = output.name if len(table.outputs) > 1 else ""
        is_yes_or_no = {"true", "false"} & set(literal)
        label = output.label or output.name or decision.name
        yield Question(path, label, _YES_OR_NO if is_yes_or_no else tests or _ANSWERED)
