"""Check that the answers which the platform itself reads are asked for.

`contact` in service.json says where a case keeps the address for the copies of its letters, `household` in
which list of the application the applicant names whom they live with, `about_announcement` which of its
fields names the announcement it is about, `sub_programme` in which one a sub-programme is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue.check.findings import Finding, wrong
from engine.catalogue.check.form_kinds import of_form
from engine.catalogue.check.subject import Subject
from feel.analyse import Kind

# The lists from which the fields that service.json names choose, with the finding where one doesn't.
OFFERED = {
    "about_announcement": ("announcements", "reference.announcement_unknown"),
    "sub_programme": ("programmes", "reference.sub_programme_unknown"),
}


def check_contact(subject: Subject) -> Iterator[Finding]:
    """Yield the places under `contact` at which no form ever writes."""
    if subject.version is None:
        return
    for name, place in subject.settings.get("contact", {}).items():
        if not is_asked(place, subject):
            file = f"{subject.folder}/service.json"
            yield wrong("reference.contact_unknown", f"contact.{name}", file=file, detail=place)


def check_household(subject: Subject) -> Iterator[Finding]:
    """Yield the names under `household` that the application does not ask for."""
    rule = subject.settings.get("household")
    if subject.version is None or rule is None:
        return
    start = subject.version.definition.start.id
    named = {"list": rule["list"]}
    named |= {part: f"{rule['list']}.{rule[part]}" for part in ("number", "name")}
    named |= {f"begins_with.{n}": one for n, one in enumerate(rule["begins_with"], start=1)}
    for part, name in named.items():
        if not is_asked(f"{start}.{name}", subject):
            file = f"{subject.folder}/service.json"
            yield wrong("reference.household_unknown", f"household.{part}", file=file, detail=name)


def check_offered(subject: Subject) -> Iterator[Finding]:
    """Yield the fields of `OFFERED` in which the application does not offer their list."""
    if subject.version is None or subject.has_unread_form(subject.version.definition.start.id):
        return
    form = subject.version.drawn_form(subject.version.definition.start.form_id)
    offering = {(field.path, field.options_from) for field in form.walk()} if form else set()
    for setting, (offered, finding) in OFFERED.items():
        name = subject.settings.get(setting)
        if name is not None and (name, offered) not in offering:
            yield wrong(finding, setting, file=f"{subject.folder}/service.json", detail=name)


def is_asked(place: str, subject: Subject) -> bool:
    """Say whether a form of the service asks for what a case keeps at a place, or may: it can't be read."""
    assert subject.version is not None
    root, *steps = place.split(".")
    if subject.has_unread_form(root):
        return True
    element = subject.version.definition.elements.get(root)
    form = element and subject.version.drawn_form(element.form_id)
    if not form or not steps:
        return False
    kind: Kind | None = of_form(form)
    for step in steps:
        kind = dict((kind.element or kind).members).get(step) if kind is not None else None
    return kind is not None
