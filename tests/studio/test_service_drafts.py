"""Drafts of services: begun from what is in force, saved by several, never put into force by being saved."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from engine.clock import local_date
from engine.commands.offices import EndOffice, GiveOffice
from engine.errors import NotAllowed, NotFound, Rejected
from engine.studio.commands.service_drafts import (
    BeginNewService,
    BeginServiceDraft,
    DropServiceDraft,
    RemoveServiceFile,
    RenameServiceFile,
    SavedServiceFile,
    SaveServiceFile,
)
from engine.studio.judging import LONGEST, judge
from engine.studio.queries import comparisons
from engine.studio.store import service_drafts
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, Office

FIRST, SECOND = "00000009001", "00000009002"
DIAGRAM = "process.bpmn"
NAMES = {"ka": "ხის მოჭრა", "en": "Felling a tree"}


def begun(office: Office, *, copy_as: str | None = None) -> UUID:
    command = BeginServiceDraft(office.service, copy_as)
    draft_id: UUID = office.engine.send(command, actor=office.person(FIRST))
    return draft_id


def file(office: Office, draft_id: UUID, path: str = DIAGRAM) -> service_drafts.DraftFile:
    with office.engine.read(office.person(FIRST)) as tx:
        found = service_drafts.file(tx, draft_id, path)
    assert found is not None
    return found


def save(
    office: Office,
    draft_id: UUID,
    content: bytes,
    *,
    seen: int = 1,
    by: str = FIRST,
    path: str = DIAGRAM,
) -> SavedServiceFile:
    command = SaveServiceFile(draft_id, path, content, seen)
    saved: SavedServiceFile = office.engine.send(command, actor=office.person(by))
    return saved


def renamed(content: bytes) -> bytes:
    """Return the diagram with another name for its process."""
    changed = content.replace(b'name="note"', b'name="Look at it"')
    assert changed != content
    return changed


def refused(
    office: Office, draft_id: UUID, content: bytes, *, path: str = DIAGRAM, seen: int = 1
) -> Rejected:
    with pytest.raises(Rejected) as caught:
        save(office, draft_id, content, path=path, seen=seen)
    return caught.value


def test_draft__begun__has_the_files_in_force(office: Office) -> None:
    draft_id = begun(office)

    with office.engine.read(office.person(SECOND)) as tx:
        files = service_drafts.files(tx, draft_id)

    assert {DIAGRAM, "service.json", "texts/ka.json", "texts/en.json"} <= files.keys()
    assert f'id="{office.service}"'.encode() in files[DIAGRAM]


def test_draft__saved_by_two__keeps_the_faster_and_says_who_it_was(office: Office) -> None:
    draft_id = begun(office)
    first, second = file(office, draft_id).content, renamed(file(office, draft_id).content)

    save(office, draft_id, second, by=SECOND)
    error = refused(office, draft_id, first + b"\n<!-- mine -->")

    assert error.error_code == "service_draft.changed_meanwhile"
    assert error.params["who"]["en"] == "Demo Analyst 2"
    assert error.params["revision"] == 2
    assert b"Look at it" in file(office, draft_id).content
    assert save(office, draft_id, first, seen=2).revision == 3  # who has seen theirs may save in its place


def test_diagram__written_otherwise_by_an_editor__keeps_its_bytes(office: Office) -> None:
    draft_id = begun(office)
    as_it_was = file(office, draft_id).content

    otherwise = as_it_was.replace(b"/>", b" />").replace(b"\n    xmlns", b" xmlns")
    saved = save(office, draft_id, otherwise)

    assert otherwise != as_it_was
    assert (saved.revision, saved.is_changed) == (1, False)
    assert file(office, draft_id).content == as_it_was


def test_copy__of_a_service__bears_its_own_name(office: Office) -> None:
    draft_id = begun(office, copy_as="felling")
    module = office.service.split(".")[0]

    with office.engine.read(office.person(FIRST)) as tx:
        draft, files = service_drafts.find(tx, draft_id), service_drafts.files(tx, draft_id)

    assert draft.code == f"{module}.felling"
    assert f'"{office.service}"'.encode() not in b"".join(files.values())
    assert f'id="{module}.felling"'.encode() in files[DIAGRAM]
    with pytest.raises(Rejected) as caught:
        begun(office, copy_as="felling")
    assert caught.value.error_code == "service_draft.code_taken"
    for bad in ("", "Felling", "../felling", "ჭრა", "a" * 80):
        with pytest.raises(Rejected) as caught:
            begun(office, copy_as=bad)
        assert caught.value.error_code == "service_draft.name_unusable"


def test_service__begun_from_nothing__passes_validation_and_differs_from_nothing(office: Office) -> None:
    draft_id = office.engine.send(BeginNewService("general", "felling", NAMES), actor=office.person(FIRST))

    with office.engine.read(office.person(SECOND)) as tx:
        draft, files = service_drafts.find(tx, draft_id), service_drafts.files(tx, draft_id)
        compared = comparisons.of_draft(tx, draft_id)

    assert (draft.code, draft.base_version) == ("general.felling", None)
    assert judge(draft.code, files, patience=LONGEST).errors == 0
    assert compared.old is None
    assert {change.what for change in compared.changes} == {"added"}
    for module, name, names, code in (
        ("general", "felling", NAMES, "service_draft.code_taken"),
        ("general", "other", {"ka": "ხე", "en": " "}, "service_draft.names_missing"),
        ("general", "Other", NAMES, "service_draft.name_unusable"),
        ("schemas", "other", NAMES, "service_draft.module_unknown"),
    ):
        with pytest.raises(Rejected) as caught:
            office.engine.send(BeginNewService(module, name, names), actor=office.person(FIRST))
        assert caught.value.error_code == code


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aa">]><d>&a;</d>'
HOSTILE = (
    (DIAGRAM, BOMB, "file_unusable"),
    ("advice.dmn", BOMB, "file_unusable"),
    (DIAGRAM, b"<html/>", "file_unusable"),
    ("forms/more.form", b"{", "file_unusable"),
    ("texts/ka.json", b'{"a": NaN}', "file_unusable"),
    ("README.md", b"\xff\xfe", "file_unusable"),
    ("README.md", b"a" * (2 * 1024 * 1024 + 1), "too_large"),
    ("../service.json", b"{}", "path_not_allowed"),
    ("forms/../service.json", b"{}", "path_not_allowed"),
    ("forms/.form", b"{}", "path_not_allowed"),
    ("run.py", b"", "path_not_allowed"),
    ("images/a.png", b"", "path_not_allowed"),
)


def test_files__that_are_hostile__are_refused_and_nothing_changes(office: Office) -> None:
    draft_id = begun(office)

    for path, content, code in HOSTILE:
        error = refused(office, draft_id, content, path=path, seen=1 if path == DIAGRAM else 0)
        assert error.error_code == f"service_draft.{code}", path

    assert file(office, draft_id).revision == 1


def test_draft__of_people_without_the_right__does_not_exist(office: Office) -> None:
    draft_id = begun(office)

    for stranger in (office.staff("mayor"), office.person(CITIZEN), Actor()):
        with office.engine.read(stranger) as tx:
            assert service_drafts.find(tx, draft_id) is None
            assert service_drafts.files(tx, draft_id) == {}
    for command in (
        BeginServiceDraft(office.service),
        BeginNewService("general", "felling", NAMES),
        SaveServiceFile(draft_id, "README.md", b"", 0),
        RenameServiceFile(draft_id, "form", "application", "1", "other"),
        RemoveServiceFile(draft_id, "form", "application", "1"),
        DropServiceDraft(draft_id),
    ):
        with pytest.raises(NotAllowed):
            office.engine.send(command, actor=office.staff("mayor"))


def test_draft__laid_aside__is_changed_no_more(office: Office) -> None:
    draft_id = begun(office)
    content = file(office, draft_id).content

    office.engine.send(DropServiceDraft(draft_id), actor=office.person(SECOND))

    with pytest.raises(NotFound):
        save(office, draft_id, renamed(content))
    with pytest.raises(NotFound):
        office.engine.send(DropServiceDraft(uuid4()), actor=office.person(FIRST))


def test_analyst__from_appointment_to_its_end__draws_between(office: Office) -> None:
    today = local_date(office.engine.clock.now())
    which = {"personal_number": CITIZEN, "role": "analyst", "municipality": None, "act": "№ 5"}

    office.engine.send(GiveOffice(**which, valid_from=today), actor=system())
    assert office.engine.send(BeginServiceDraft(office.service), actor=office.person(CITIZEN))
    office.engine.send(EndOffice(**which, valid_until=today), actor=system())

    with pytest.raises(NotAllowed):
        office.engine.send(BeginServiceDraft(office.service), actor=office.person(CITIZEN))
