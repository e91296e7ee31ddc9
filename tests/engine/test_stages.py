"""Stages of one matter are cases of their own, which show each other by the entry that the next one names."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from engine.operations import ALL
from engine.queries import appeals
from engine.steps import open_case
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import REVIEW, write_service


def publish_with_a_reference(office: Office, home: Path) -> None:
    folder = write_service(home, body=REVIEW)
    file = folder / "forms" / "application.form"
    form = json.loads(file.read_bytes())
    properties = {"mms:type": "register_entry", "mms:register": "notes"}
    field = {"type": "textfield", "id": "f_before", "key": "before", "label": "ა", "properties": properties}
    form["components"].append(field)
    file.write_text(json.dumps(form))
    words = folder / "texts" / "en.json"
    texts = json.loads(words.read_bytes())
    texts.setdefault("forms", {}).setdefault("application", {})["before"] = {"label": "Before"}
    words.write_text(json.dumps(texts))
    office.engine.send(PublishService(folder, "tests"), actor=system())


def enter(office: Office, case_id: UUID, key: str, person: str) -> None:
    with office.engine.connections.database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        inputs = {"register": "notes", "key": key, "person": person, "fields": {"note": "n"}}
        ALL.inline("register.enter")(case, {**inputs, "valid_from": "2026-09-01"})
        case.save_in_place()


def linked(office: Office, case_id: UUID) -> list[tuple[str, str]]:
    with office.engine.read(system(office.place())) as tx:
        return [(stage.kind, stage.number) for stage in appeals.linked(tx, case_id)]


def test_case__that_names_the_entry_of_another__follows_it(office: Office, tmp_path: Path) -> None:
    first = office.file()
    enter(office, first.case_id, "A-1", CITIZEN)
    publish_with_a_reference(office, tmp_path)

    second = office.file(before="A-1")

    assert linked(office, second.case_id) == [("stage", first.number)]
    assert linked(office, first.case_id) == [("next_stage", second.number)]
