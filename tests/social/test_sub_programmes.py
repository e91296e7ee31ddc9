"""A new sub-programme, and an amount from a day: files of `bpmn/programmes/` alone."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine import loading
from engine.answers.context import form_context
from engine.catalogue.programmes import read_programmes
from engine.catalogue.published import published
from engine.commands import (
    CompleteJob,
    FileApplication,
    LoadReferenceData,
)
from engine.queries import observations
from engine.stores import cases
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

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
ADDED = {"programme": "starting_school", "need": "სასკოლო ნივთები გვჭირდება."}
REGISTERED = {"found": True, "is_citizen": True, "is_alive": True, "registered_municipality": "keda"}


def changed_files(home: Path) -> Path:
    """Return the catalogue in which, from 2 September, births are worth more and a sub-programme begins."""
    bpmn = home / "changed"
    for folder in ("schemas", "programmes", "municipalities"):
        shutil.copytree(loading.BPMN / folder, bpmn / folder)
    file = bpmn / "programmes" / "keda.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    old = next(one for one in content["programmes"] if one["code"] == "newborn")
    new = {**deepcopy(old), "valid_from": "2026-09-02"}
    new["amount"]["figures"]["first"] = 18000
    old["valid_until"] = "2026-09-02"
    school = deepcopy(next(one for one in content["programmes"] if one["code"] == "funeral"))
    school |= {"code": "starting_school", "parts": ["need"], "valid_from": "2026-09-02"}
    school["amount"]["figures"] = {"amount": 12000}
    school["conditions"]["event_within_days"] = None
    content["programmes"] += [new, school]
    file.write_text(json.dumps(content), encoding="utf-8")
    return bpmn


def counted(office: Office, answers: dict[str, Any]) -> Any:
    """File an application, let the registry answer, and return the amount that the tables found."""
    command = FileApplication(SERVICE, "keda", {**answers, **CONTACT})
    filed = office.engine.send(command, actor=office.person(CITIZEN))
    with office.engine.read(system(office.place())) as tx:
        job = next(one for one in observations.queued_jobs(tx, filed.case_id) if "registry" in one.token)
    office.engine.send(CompleteJob(job.id, REGISTERED), actor=system(office.place()))
    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, filed.case_id)
        assert row is not None
        return row.document["award_tetri"]


def offered(office: Office) -> set[str]:
    with office.engine.read(system(office.place())) as tx:
        version = published(tx, tx.scalar("select max(id) from service_versions"))
        context = form_context(tx, version, office.place(), "en")
    return {one["value"] for one in context["options"]["programmes"]}


def test_files__with_a_new_sub_programme_and_amount__hold_from_their_day(
    office: Office, tmp_path: Path
) -> None:
    before = counted(office, NEWBORN)
    programmes = read_programmes(changed_files(tmp_path))
    office.engine.send(LoadReferenceData(programmes=programmes), actor=system())
    same_day = counted(office, NEWBORN | {"child_birth_date": "2026-08-02"})
    on_offer = offered(office)

    office.clock.advance(timedelta(days=1))

    assert (before, same_day) == (15000, 15000)
    assert "starting_school" not in on_offer
    assert "starting_school" in offered(office)
    assert counted(office, NEWBORN | {"child_birth_date": "2026-08-03"}) == 18000
    assert counted(office, ADDED) == 12000
