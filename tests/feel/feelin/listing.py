"""Every FEEL text in the service folders: diagrams, decision tables, forms, letters and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from engine.catalogue.document_parts import is_part, whole
from engine.catalogue.folder import read_service
from engine.catalogue.published import Published, compile_version
from engine.decisions import model
from engine.decisions.expressions import parts_of
from engine.process import expressions_in

_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """A FEEL text and where it stands. Tests of a cell have the expression of their column beside them."""

    place: str
    text: str
    column: str | None = None


def texts_in(folder: Path) -> list[Text]:
    """Return the texts of a service folder, each once."""
    service = read_service(folder)
    files = service.files_in_force
    version = compile_version(0, service.code, service.module, settings=service.settings, files=files)
    found = [
        *(Text(f"{e.element} {e.place}", e.text) for e in expressions_in(version.definition)),
        *_of_decisions(version),
        *(
            Text(f"form {form_id}", expression.text)
            for (form_id, _), form in version.forms.items()
            for expression in form.expressions()
        ),
        *(
            text
            for path in files
            if path.endswith(".html") and not is_part(path)
            for text in _of_template(path, whole(files, path))
        ),
    ]
    return list(
        {
            (expression.text, expression.column): expression
            for expression in found
            if expression.text.strip()
        }.values()
    )


def _of_decisions(version: Published) -> Iterator[Text]:
    for decisions in {id(model_): model_ for model_ in version.decisions.values()}.values():
        for node in decisions.source.decisions():
            if node.logic is not None:
                yield from _of_logic(node.id, node.logic)


def _of_logic(place: str, logic: model.Logic) -> Iterator[Text]:
    if isinstance(logic, model.Literal):
        yield Text(place, logic.text)
    if isinstance(logic, model.Table):
        columns = [column.text for column in logic.inputs]
        yield from (Text(place, text) for text in columns)
        for rule in logic.rules:
            yield from (
                Text(rule.id, cell, column) for cell, column in zip(rule.tests, columns, strict=True) if cell
            )
            yield from (Text(rule.id, text) for text in rule.outputs)
    for part in parts_of(logic):
        yield from _of_logic(place, part)


def _of_template(path: str, content: bytes) -> Iterator[Text]:
    for element in etree.fromstring(content).iter(etree.Element):
        pieces = [element.text or "", element.tail or "", *map(str, element.attrib.values())]
        for piece in pieces:
            yield from (Text(path, found.strip()) for found in _PLACEHOLDER.findall(piece))
        for name, value in element.attrib.items():
            if etree.QName(str(name)).localname in ("if", "for") and "=" in str(value):
                yield Text(path, str(value).partition("=")[2].strip())
