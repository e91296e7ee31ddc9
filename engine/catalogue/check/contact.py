"""Whether the answers that the platform itself reads are asked for.

`contact` in service.json says where a case keeps the address for the copies of its letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.kinds import of_form
from engine.catalogue.check.subject import Subject
from feel.analyse import Kind


def check_contact(subject: Subject) -> Iterator[Finding]:
    """Yield the places under `contact` at which no form ever writes."""
    if subject.version is None:
        return
    for name, place in subject.settings.get("contact", {}).items():
        if not _is_asked(place, subject):
            file = f"{subject.folder}/service.json"
            yield wrong("reference.contact_unknown", f"contact.{name}", file=file, detail=place)


def _is_asked(place: str, subject: Subject) -> bool:
    assert subject.version is not None
    root, *steps = place.split(".")
    element = subject.version.definition.elements.get(root)
    form = element and subject.version.drawn_form(element.form_id)
    if not form or not steps:
        return False
    kind: Kind | None = of_form(form)
    for step in steps:
        kind = dict(kind.members).get(step) if kind is not None else None
    return kind is not None
