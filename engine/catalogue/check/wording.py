"""Check of words: all that people read exists in both languages, and names something that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.catalogue.published import Published
from engine.catalogue.shelf import Shelf, form_labels
from engine.process import Element
from engine.process.names import drawn_names
from engine.texts import LANGUAGES, OFFICIAL
from forms import Field, load_form

BESIDE: Final = frozenset({"sequenceFlow", "textAnnotation"})  # no element of the process that runs


def check_wording(subject: Subject) -> Iterator[Finding]:
    """Yield what people would read in another language, and words for nothing."""
    if subject.version is not None:
        for element in subject.version.definition.elements.values():
            if not all(map(subject.has_all_texts, {element.process, subject.code})):
                continue
            yield from _element(element, subject, subject.version)
        yield from _drawn(subject)
        yield from _of_no_element(subject)
    for shelf in subject.shelves.values():
        if subject.has_all_texts(shelf.process_id):
            yield from _forms(shelf, subject)


def _element(element: Element, subject: Subject, version: Published) -> Iterator[Finding]:
    """People read the names of steps in lists and timelines, and all names in the picture."""
    if not element.name and element.kind != "userTask":
        return
    for language in LANGUAGES:
        if version.text(element.id, language) is None:
            file = f"{folder_of(element.process)}/texts/{language}.json"
            yield wrong(
                "reference.text_missing",
                **subject.at(element.id),
                detail=f"{file}: elements.{element.id}",
            )


def _drawn(subject: Subject) -> Iterator[Finding]:
    """Arrows and annotations are drawn in one language; pages in another need their words too."""
    for process_id, shelf in subject.shelves.items():
        folder = folder_of(process_id)
        path = f"{folder}/process.bpmn"
        if not subject.has_all_texts(process_id) or path not in subject.files:
            continue
        for found in drawn_names(subject.files[path]):
            for language in LANGUAGES:
                key = f"elements.{found.element}"
                if found.kind in BESIDE and language != OFFICIAL and not shelf.texts.find(language, key):
                    yield remark(
                        "reference.drawn_text_missing",
                        found.element,
                        file=path,
                        name=found.name,
                        detail=f"{folder}/texts/{language}.json: {key}",
                    )


def _of_no_element(subject: Subject) -> Iterator[Finding]:
    assert subject.version is not None
    known = {element.id.rpartition("/")[2] for element in subject.version.definition.elements.values()}
    known |= {
        found.element
        for path, content in subject.files.items()
        if path.endswith("process.bpmn")
        for found in drawn_names(content)
    }
    for process_id, shelf in subject.shelves.items():
        for language in LANGUAGES:
            file = f"{folder_of(process_id)}/texts/{language}.json"
            for name in shelf.texts.under(language, "elements"):
                if name not in known:
                    yield remark("reference.text_unused", f"elements.{name}", file=file)


def _forms(shelf: Shelf, subject: Subject) -> Iterator[Finding]:
    folder = folder_of(shelf.process_id)
    for form_id, language in shelf.forms:
        path = f"{folder}/forms/{form_id}.form"
        form = load_form(subject.files[path])
        words = form_labels(shelf.texts, language, form_id)
        file = f"{folder}/texts/{language}.json"
        known = {name for field in form.walk() for name in (field.path, field.key, field.id) if name}
        for name in words.keys() - known:
            yield remark("reference.text_unused", f"forms.{form_id}.{name}", file=file)
        if language == form.language:
            continue
        for field in form.walk():
            for missing in _missing(
                field, words.get(field.path) or words.get(field.key) or words.get(field.id)
            ):
                where = f"forms.{form_id}.{field.path or field.id}.{missing}"
                yield wrong("reference.form_text_missing", where, file=file)


def _missing(field: Field, words: object) -> Iterator[str]:
    """Yield the words of a field that the other language lacks."""
    if field.part:
        return  # parts of an address or a person bring their words
    given = words if isinstance(words, dict) else {}
    if field.type == "text":
        if field.text and not (given.get("text") or given.get("label")):
            yield "text"
        return
    for part in ("label", "description"):
        if getattr(field, part) and not given.get(part):
            yield part
    options = given.get("options", {})
    yield from (f"options.{option.value}" for option in field.options if option.value not in options)
    messages = given.get("messages", {})
    yield from (f"messages.{code}" for code in field.messages if code not in messages)
    columns = given.get("columns", {})
    yield from (f"columns.{key}" for key, _ in field.columns if key not in columns)
