"""Files of a draft under other names, or gone: what calls them goes with them, or keeps them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from engine.errors import Rejected
from engine.installation.loading import BPMN
from engine.studio import blank, named_files
from engine.studio.commands.service_drafts import (
    BeginNewService,
    RemoveServiceFile,
    RenameServiceFile,
    SaveServiceFile,
)
from engine.studio.judging import LONGEST, judge
from engine.studio.named_files import Kind
from engine.studio.store import service_drafts
from engine.texts import LANGUAGES
from tests.engine.kit import Office

FIRST, SECOND = "00000009001", "00000009002"
CODE = "general.felling"
STEP = b"""<bpmn:serviceTask id="tell" name="Tell"><bpmn:extensionElements>
<zeebe:taskDefinition type="letter.send"/><zeebe:ioMapping>
<zeebe:input source='=if x then "permit" else "receipt"' target="template"/></zeebe:ioMapping>
</bpmn:extensionElements></bpmn:serviceTask>"""


def begun(office: Office) -> UUID:
    command = BeginNewService("general", "felling", {"ka": "ხის მოჭრა", "en": "Felling a tree"})
    draft_id: UUID = office.engine.send(command, actor=office.person(FIRST))
    for path, content in (blank.letter("permit", "ნებართვა", "ka"), blank.table(CODE, "planting", "ხეები")):
        keep(office, draft_id, path, content)
    return draft_id


def keep(office: Office, draft_id: UUID, path: str, content: bytes, *, seen: int = 0) -> None:
    office.engine.send(SaveServiceFile(draft_id, path, content, seen), actor=office.person(FIRST))


def files(office: Office, draft_id: UUID) -> dict[str, bytes]:
    with office.engine.read(office.person(FIRST)) as tx:
        return service_drafts.files(tx, draft_id)


def rename(office: Office, draft_id: UUID, kind: Kind, name: str, new: str, *, seen: str) -> None:
    command = RenameServiceFile(draft_id, kind.value, name, seen, new)
    office.engine.send(command, actor=office.person(SECOND))


def remove(office: Office, draft_id: UUID, kind: Kind, name: str, *, seen: str) -> None:
    office.engine.send(RemoveServiceFile(draft_id, kind.value, name, seen), actor=office.person(SECOND))


def refusal(do: Any, *args: Any, **said: Any) -> Rejected:
    with pytest.raises(Rejected) as caught:
        do(*args, **said)
    return caught.value


def test_form__renamed__is_called_by_its_new_name_everywhere(office: Office) -> None:
    draft_id = begun(office)

    rename(office, draft_id, Kind.FORM, "application", "asking", seen="1")

    after = files(office, draft_id)
    assert "forms/application.form" not in after
    assert json.loads(after["forms/asking.form"])["id"] == "asking"
    assert b'formId="asking"' in after["process.bpmn"]
    assert "asking" in json.loads(after["texts/en.json"])["forms"]
    found = judge(CODE, after, patience=LONGEST).findings
    assert [finding["code"] for finding in found if finding["severity"] == "error"] == [
        "decision.input_empty"
    ]  # of the empty table


def test_letter__that_an_expression_names__is_renamed_in_it_and_not_removed(office: Office) -> None:
    draft_id = begun(office)
    drawn = files(office, draft_id)["process.bpmn"].replace(b"<bpmn:endEvent", STEP + b"<bpmn:endEvent", 1)
    keep(office, draft_id, "process.bpmn", drawn, seen=1)

    kept = refusal(remove, office, draft_id, Kind.LETTER, "permit", seen="1")
    rename(office, draft_id, Kind.LETTER, "permit", "given", seen="1")

    assert (kept.error_code, kept.params["by"]) == ("service_draft.file_in_use", "Tell")
    after = files(office, draft_id)
    assert named_files.callers(after, Kind.LETTER, "given")[0].element == "tell"
    assert named_files.paths_of(after, Kind.LETTER, "permit") == ()
    assert b"permit" not in after["process.bpmn"]


def test_letter__that_a_scenario_expects_to_say_something__is_renamed_in_it(office: Office) -> None:
    draft_id = begun(office)
    said = {"template": "permit", "contains": {"en": ["permit"]}}
    scenario = {"steps": [], "expect": {"letters": ["receipt", said, "permit"], "acts": [said]}}
    keep(office, draft_id, "scenarios/given.json", json.dumps(scenario).encode())

    kept = refusal(remove, office, draft_id, Kind.LETTER, "permit", seen="1")
    rename(office, draft_id, Kind.LETTER, "permit", "given", seen="1")

    now = {**said, "template": "given"}
    assert kept.error_code == "service_draft.file_in_use"
    expected = json.loads(files(office, draft_id)["scenarios/given.json"])["expect"]
    assert expected == {"letters": ["receipt", now, "given"], "acts": [now]}


def test_part__that_a_letter_asks_for__is_renamed_in_it_and_not_removed(office: Office) -> None:
    draft_id = begun(office)
    for language in LANGUAGES:
        keep(office, draft_id, *blank.part("facts", "გარემოება", language))
    permit = files(office, draft_id)["documents/permit.ka.html"]
    asking = permit.replace(b"</body>", b'<mms:part name="facts"/></body>')
    keep(office, draft_id, "documents/permit.ka.html", asking, seen=1)

    kept = refusal(remove, office, draft_id, Kind.PART, "facts", seen="1-1")
    rename(office, draft_id, Kind.PART, "facts", "what_is_so", seen="1-1")

    assert (kept.error_code, kept.params["by"]) == ("service_draft.file_in_use", "documents/permit.ka.html")
    after = files(office, draft_id)
    assert named_files.paths_of(after, Kind.PART, "facts") == ()
    assert len(named_files.paths_of(after, Kind.PART, "what_is_so")) == len(LANGUAGES)
    assert after["documents/permit.ka.html"] == asking.replace(b"facts", b"what_is_so")
    found = {finding["code"]: finding for finding in judge(CODE, after, patience=LONGEST).findings}
    assert found["reference.part_unused"]["file"] == "general/felling/documents/parts/what_is_so.en.html"


def test_part__that_no_letter_asks_for__is_removed(office: Office) -> None:
    draft_id = begun(office)
    keep(office, draft_id, *blank.part("facts", "გარემოება", "ka"))

    remove(office, draft_id, Kind.PART, "facts", seen="1")

    assert named_files.paths_of(files(office, draft_id), Kind.PART, "facts") == ()


def test_table__renamed__is_a_decision_of_its_new_name(office: Office) -> None:
    draft_id = begun(office)

    rename(office, draft_id, Kind.TABLE, "planting", "trees", seen="1")

    after = files(office, draft_id)
    assert b'<decision id="trees"' in after["trees.dmn"]
    assert "planting.dmn" not in after


def test_file__that_nothing_calls__is_removed_once(office: Office) -> None:
    draft_id = begun(office)

    remove(office, draft_id, Kind.LETTER, "permit", seen="1")

    assert named_files.paths_of(files(office, draft_id), Kind.LETTER, "permit") == ()
    error = refusal(remove, office, draft_id, Kind.LETTER, "permit", seen="1")
    assert error.error_code == "service_draft.file_unknown"


def test_file__changed_by_somebody_else_meanwhile__stays_as_it_is(office: Office) -> None:
    draft_id = begun(office)
    content = files(office, draft_id)["planting.dmn"].replace("ხეები".encode(), "ნარგავი".encode())
    keep(office, draft_id, "planting.dmn", content, seen=1)

    for do in (remove, lambda *said, seen: rename(*said, "other", seen=seen)):
        error = refusal(do, office, draft_id, Kind.TABLE, "planting", seen="1")
        assert error.error_code == "service_draft.file_changed"
        assert error.params["who"]["en"] == "Demo Analyst 1"
    assert "planting.dmn" in files(office, draft_id)


def test_names__that_others_have_given_or_have__are_refused(office: Office) -> None:
    draft_id = begun(office)

    said = [
        refusal(rename, office, draft_id, kind, name, new, seen=seen).error_code
        for kind, name, new, seen in (
            (Kind.LETTER, "receipt", "other", "1-1"),
            (Kind.LETTER, "permit", "receipt", "1"),
            (Kind.LETTER, "permit", "../x", "1"),
        )
    ]

    assert said == [
        f"service_draft.{reason}" for reason in ("file_name_fixed", "file_name_taken", "file_name_unusable")
    ]


def test_form__that_a_block_asks_the_service_for__is_called_by_the_block() -> None:
    folder = BPMN / "construction" / "notify"
    every = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    found = named_files.callers(every, Kind.FORM, "draft_act")

    assert [(block.file, block.is_fixed) for block in found] == [("shared.decision", True)]
    assert [caller.element for caller in named_files.callers(every, Kind.FORM, "check")] == ["check"]
    assert any(
        caller.file.startswith("scenarios/") for caller in named_files.callers(every, Kind.LETTER, "agreed")
    )
