"""Where a step puts another answer in the place of the applicant's, both sides read both values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from engine.queries import cases
from engine.queries.corrections import Correction
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import REVIEW, user_task, write_service

_REVIEW = user_task("review", due='=term("gac.defect.min")')
END = "</bpmn:extensionElements>"
OUTPUTS = (
    '<zeebe:ioMapping><zeebe:output source="=answers" target="review"/>'
    '<zeebe:output source="=answers.told" target="application.note"/></zeebe:ioMapping>'
)
ASKED, SAID = "a note", "another note"


def publish(office: Office, folder: Path, body: str, **default: str) -> None:
    """Publish the service with a question more in the clerk's form."""
    service = write_service(folder, body=body)
    form = json.loads((service / "forms" / "review.form").read_text())
    asked = {"type": "textfield", "key": "told", "label": "ნათქვამი", "id": "review_told", **default}
    form["components"].append(asked)
    (service / "forms" / "review.form").write_text(json.dumps(form, ensure_ascii=False))
    english = json.loads((service / "texts" / "en.json").read_text())
    english["forms"]["review"]["told"] = {"label": "Told"}
    (service / "texts" / "en.json").write_text(json.dumps(english))
    office.engine.send(PublishService(service, "tests"), actor=system())


@pytest.fixture
def begun_with(open_office: OpenOffice, tmp_path: Path) -> Iterator[Office]:
    """An office whose clerk's form begins with the applicant's answer."""
    with open_office(REVIEW) as office:
        publish(office, tmp_path / "begun", REVIEW, defaultValue="=application.note")
        yield office


@pytest.fixture
def written_into(open_office: OpenOffice, tmp_path: Path) -> Iterator[Office]:
    """An office whose step writes into the applicant's answers."""
    body = REVIEW.replace(_REVIEW, _REVIEW.replace(END, f"{OUTPUTS}{END}", 1))
    assert body != REVIEW
    with open_office(REVIEW) as office:
        publish(office, tmp_path / "written", body)
        yield office


def seen(office: Office, case_id: UUID, *, by: Actor) -> list[tuple[str, str, str]]:
    """Return what was changed, each with its label and both values; who did it is the clerk."""
    with office.engine.read(by) as tx:
        found: tuple[Correction, ...] = cases.view(tx, case_id, "en").corrections
    assert all(
        correction.who and "Specialist" in correction.who["en"] and correction.step["en"] == "Review"
        for correction in found
    )
    return [(correction.label, correction.before, correction.after) for correction in found]


def test_answer__that_a_clerk_answers_otherwise__is_shown_to_both_with_both_values(
    begun_with: Office,
) -> None:
    case_id = begun_with.file().case_id

    begun_with.complete(case_id, good=False, told=SAID)

    for reader in (begun_with.staff("head_of_service"), begun_with.person(CITIZEN)):
        assert seen(begun_with, case_id, by=reader) == [("Told", ASKED, SAID)]


def test_answer__that_a_clerk_leaves_as_it_is__is_no_correction(begun_with: Office) -> None:
    case_id = begun_with.file().case_id

    begun_with.complete(case_id, good=False, told=ASKED)

    assert seen(begun_with, case_id, by=begun_with.staff("head_of_service")) == []


def test_answer__into_which_a_step_writes__is_shown_to_both_with_both_values(written_into: Office) -> None:
    case_id = written_into.file().case_id

    written_into.complete(case_id, good=False, told=SAID)

    assert written_into.observe(case_id).document["application"]["note"] == SAID
    for reader in (written_into.staff("head_of_service"), written_into.person(CITIZEN)):
        assert seen(written_into, case_id, by=reader) == [("note", ASKED, SAID)]
