"""A new sub-programme, a row of a table, an amount from a day: files alone, by the day of filing."""

from __future__ import annotations

import json
import re
import shutil
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from engine.answers.context import form_context
from engine.catalogue.programmes import read_programmes
from engine.catalogue.published import published
from engine.commands.applications import FileApplication
from engine.commands.jobs import CompleteJob
from engine.commands.reference import LoadReferenceData
from engine.installation import loading
from engine.queries import observations
from engine.stores import cases
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from feel import compile_expression
from tests.engine.kit import CITIZEN, MORNING, Office

SERVICE = "social.apply"
CONTACT = {
    "papers": [],
    "bank_iban": "GE29NB0000000101904917",
    "actual_address": "დემო ქუჩა 1",
    "phone": "+995555000101",
    "notify_by": "portal",
    "notice_ack": True,
    "declaration": True,
}
CHILD = {"child_name": "დემო ბავშვი", "child_number": "00000000901"}
NEWBORN = {"programme": "newborn", "child_birth_date": "2026-08-01", "birth_order": 1, "newborns": [CHILD]}
TRIPLETS = NEWBORN | {"newborns": [CHILD | {"child_number": f"0000000091{n}"} for n in range(3)]}
ADDED = {"programme": "starting_school", "need": "სასკოლო ნივთები გვჭირდება."}
REGISTERED = {"found": True, "is_citizen": True, "is_alive": True, "registered_municipality": "keda"}


def changed_files(home: Path, place: str) -> Path:
    """Return the catalogue in which, from 2 September, births are worth more and a sub-programme begins."""
    bpmn = home / "changed"
    for folder in ("schemas", "programmes", "municipalities"):
        shutil.copytree(loading.BPMN / folder, bpmn / folder)
    file = bpmn / "programmes" / f"{place}.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    old = next(programme for programme in content["programmes"] if programme["code"] == "newborn")
    new = {**deepcopy(old), "valid_from": "2026-09-02"}
    new["amount"]["figures"]["first"] = 18000
    old["valid_until"] = "2026-09-02"
    school = deepcopy(
        next(programme for programme in content["programmes"] if programme["code"] == "funeral")
    )
    school |= {"code": "starting_school", "parts": ["need"], "valid_from": "2026-09-02"}
    school["amount"]["figures"] = {"amount": 12000}
    school["conditions"]["event_within_days"] = None
    content["programmes"] += [new, school]
    file.write_text(json.dumps(content), encoding="utf-8")
    return bpmn


def counted(office: Office, place: str, answers: dict[str, Any]) -> Any:
    """File an application, let the registry answer, and return the amount that the tables found."""
    command = FileApplication(SERVICE, place, {**answers, **CONTACT})
    filed = office.engine.send(command, actor=office.person(CITIZEN))
    actor = system(office.place(place))
    with office.engine.read(actor) as tx:
        job = next(
            queued_job
            for queued_job in observations.queued_jobs(tx, filed.case_id)
            if "registry" in queued_job.token
        )
    office.engine.send(CompleteJob(job.id, {**REGISTERED, "registered_municipality": place}), actor=actor)
    with office.engine.read(actor) as tx:
        row = cases.load(tx, filed.case_id)
        assert row is not None
        return row.document["award_tetri"]


def offered(office: Office, place: str) -> set[str]:
    with office.engine.read(system(office.place(place))) as tx:
        version = published(tx, tx.scalar("select max(id) from service_versions"))
        context = form_context(tx, version, office.place(place), "en")
    return {programme["value"] for programme in context["options"]["programmes"]}


@pytest.mark.parametrize("place", ["keda", "telavi", "dusheti"])
def test_files__with_a_new_sub_programme_and_amount__hold_from_their_day(
    office: Office, tmp_path: Path, place: str
) -> None:
    office.clock.set(MORNING)
    before = counted(office, place, NEWBORN)
    programmes = read_programmes(changed_files(tmp_path, place))
    office.engine.send(LoadReferenceData(programmes=programmes), actor=system())
    same_day = counted(office, place, NEWBORN | {"child_birth_date": "2026-08-02"})
    on_offer = offered(office, place)

    office.clock.advance(timedelta(days=1))

    assert (before, same_day) == (15000, 15000)
    assert "starting_school" not in on_offer
    assert "starting_school" in offered(office, place)
    assert counted(office, place, NEWBORN | {"child_birth_date": "2026-08-03"}) == 18000
    assert counted(office, place, ADDED) == 12000


def test_files__with_another_row_of_the_table__hold_from_the_day_of_the_version(
    office: Office, tmp_path: Path
) -> None:
    office.clock.set(MORNING + timedelta(days=30))
    bpmn = tmp_path / "changed"
    shutil.copytree(loading.BPMN, bpmn)
    table = bpmn / "social" / "apply" / "amount.dmn"
    written = table.read_text(encoding="utf-8")
    row = "<text>aid.amount.figures.triplets</text>"
    assert written.count(row) == 1
    table.write_text(written.replace(row, "<text>2 * aid.amount.figures.triplets</text>"), encoding="utf-8")
    settings = bpmn / "social" / "apply" / "service.json"
    content = json.loads(settings.read_text(encoding="utf-8")) | {"effective_from": "2026-10-05"}
    settings.write_text(json.dumps(content), encoding="utf-8")
    office.engine.send(PublishService(bpmn / "social" / "apply", "tests"), actor=system())

    before = counted(office, "keda", TRIPLETS | {"child_birth_date": "2026-09-01"})
    office.clock.set(MORNING + timedelta(days=34))

    assert (before, counted(office, "keda", TRIPLETS | {"child_birth_date": "2026-09-02"})) == (60000, 120000)


@given(award=integers(1, 10_000_000), count=integers(1, 6))
def test_shares__of_those_born_together__add_up_to_the_award(award: int, count: int) -> None:
    diagram = (loading.BPMN / "social" / "apply" / "process.bpmn").read_text(encoding="utf-8")
    (of_one,) = re.findall(r"amount_tetri: [^,]*?(if share\.place.*?), months: ", diagram)
    share = compile_expression(of_one)
    known = {"award_tetri": award, "claim": {"shares": [{}] * count}}

    entered = [share.evaluate({**known, "share": {"place": place}}) for place in range(1, count + 1)]

    assert sum(entered) == award
    assert max(entered) - min(entered) < count
