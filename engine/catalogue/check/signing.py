"""Check that a step's signature can be given: who signs is known, and what is signed exists."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.block_inputs import scope_of, sources_of
from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.subject import Subject
from engine.process import Element
from engine.process.elements import expression_of, is_expression
from engine.process.signs import CHOICES, SETTINGS, SIGNED, WHO, WORDS, words_of
from engine.scope import compiled
from engine.texts import OFFICIAL
from feel import FeelError
from feel.analyse import possible_values


def check_signing(subject: Subject) -> Iterator[Finding]:
    """Yield what would keep a step from being signed."""
    if subject.version is None:
        return
    for element in subject.version.definition.elements.values():
        if element.kind == "userTask":
            yield from _choices(element, subject)
        if element.signing is not None:
            yield from _who(element, subject)
            yield from _act(element, subject)
            yield from _form(element, subject)


def _choices(element: Element, subject: Subject) -> Iterator[Finding]:
    place, said = subject.at(element.id), element.properties
    if element.signing is None:
        for name in (setting for setting in (WHO, *SETTINGS) if setting in said):
            yield wrong("sign.nobody", **place, detail=name)
        return
    for name, known in CHOICES.items():
        if said.get(name, known[0]) not in known:
            yield wrong("sign.unknown_choice", **place, detail=f"{name}: {said[name]}")


def _who(element: Element, subject: Subject) -> Iterator[Finding]:
    """Words that can be listed are known ones; a personal number has no place in a diagram."""
    assert element.signing is not None
    for word in _listed(element, element.signing.who, subject):
        if word not in WORDS:
            yield wrong("sign.unknown_word", **subject.at(element.id), detail=word)


def _act(element: Element, subject: Subject) -> Iterator[Finding]:
    assert element.signing is not None and subject.version is not None
    if element.signing.act is None:
        return
    for name in _listed(element, element.signing.act, subject):
        if not subject.version.has_template(name, OFFICIAL, element.id):
            detail = f"documents/{name}.{OFFICIAL}.html"
            yield wrong("reference.template_unknown", **subject.at(element.id), detail=detail)


def _form(element: Element, subject: Subject) -> Iterator[Finding]:
    assert subject.version is not None
    form = subject.version.forms.get((element.form_id or "", OFFICIAL))
    if form is not None and any(field.key == SIGNED for field in form.fields):
        yield wrong("sign.field_taken", **subject.at(element.id), detail=SIGNED)


def _listed(element: Element, text: str, subject: Subject) -> Iterator[str]:
    """Yield the words that a property may give, as far as they can be listed."""
    assert subject.definition is not None
    for source in sources_of(text, scope_of(element, subject.definition), subject.definition):
        if not is_expression(source):
            yield from words_of(source)
            continue
        try:
            found = possible_values(compiled(expression_of(source)).tree) or ()
        except FeelError:
            continue
        for value in found:
            yield from (text for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
