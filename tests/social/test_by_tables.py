"""What tables decide without a case officer: explained to the person, and drawn for review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.budgets.commands import AddBudgetLine
from engine.commands.applications import FileApplication
from engine.commands.jobs import CompleteJob
from engine.errors import NotAllowed
from engine.quality import queries as quality
from engine.quality.commands import DrawSample, RecordCheck
from engine.quality.handlers import CheckedBefore, OwnDecision
from engine.quality.rules import ITEMS, NothingToDraw, SampleUnusable
from engine.queries import cases, observations
from engine.scenarios.signers import Signers
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office
from tests.programmes.kit import CONTACT, REGISTERED, Programmes
from tests.web.applications import sign_in
from tests.web.apps import app_over
from tests.web.browser import Browser

VETERAN = {"found": True, "source": "register", "reference": "demo", "entries": [{"kind": "forces"}]}
NO_VETERAN = {"found": False, "source": "register", "reference": "demo", "entries": []}
RIGHT = dict.fromkeys(ITEMS, "yes")


def filed(desk: Programmes, standing: dict[str, Any]) -> UUID:
    """Apply for the aid of veterans, and let the registers answer."""
    answers = {key: value for key, value in CONTACT.items() if key != "papers"}
    command = FileApplication("social.apply", "keda", {"programme": "veterans", **answers})
    case_id = desk.engine.send(command, actor=desk.person(CITIZEN)).case_id
    answer(desk, case_id, "registry", {**REGISTERED, "source": "registry"})
    answer(desk, case_id, "veteran", standing)
    return UUID(str(case_id))


def answer(desk: Programmes, case_id: UUID, asked: str, result: dict[str, Any]) -> None:
    actor = system(desk.place())
    with desk.engine.read(actor) as tx:
        jobs = observations.queued_jobs(tx, case_id)
    job = next(queued for queued in jobs if asked in queued.token)
    desk.engine.send(CompleteJob(job.id, result), actor=actor)


def with_money(desk: Programmes) -> None:
    command = AddBudgetLine("keda", 2026, "07 03", {"ka": "აა", "en": "aa"}, 10_000_00, "დემო")
    desk.engine.send(command, actor=desk.staff("finance"))


@pytest.fixture(scope="module")
def desk(office: Office) -> Programmes:
    signers = Signers(office.clock, office.clock.now())
    known = replace(office.engine.connections, signature_rules=signers.rules)
    return Programmes(replace(office.engine, connections=known), office.clock, "social.apply", signers)


@pytest.fixture(scope="module")
def decided(desk: Programmes) -> UUID:
    """A case that tables decided and the mayor signed."""
    with_money(desk)
    case_id = filed(desk, VETERAN)
    desk.act(case_id, "sign_by_table", "mayor", verdict="agree")
    return case_id


def draw(desk: Programmes, role: str = "head_of_service", **changes: Any) -> Any:
    today = date(2026, 9, 1)
    asked = {"since": today - timedelta(days=30), "until": today, "size": 5, "kind": "automatic", **changes}
    return desk.engine.send(DrawSample("social.apply", "keda", **asked), actor=desk.staff(role))


def test_application__every_condition_answered_by_registers__is_decided_without_a_case_officer_and_explained(
    desk: Programmes, decided: UUID
) -> None:
    with desk.engine.read(desk.person(CITIZEN)) as tx:
        view = cases.view(tx, decided, "en")

    assert (view.status, view.turn) == ("decided", "nobody")
    tables = {table.decision["en"]: " ".join(table.sentences["en"]) for table in view.by_tables}
    assert len(tables) == 3, tables
    assert all(tables.values())
    assert view.advice is None


def test_application__condition_not_met__waits_for_a_case_officer_and_has_no_such_explanation(
    desk: Programmes,
) -> None:
    case_id = filed(desk, NO_VETERAN)

    assert desk.task(case_id, "check") is not None
    with desk.engine.read(desk.person(CITIZEN)) as tx:
        assert cases.view(tx, case_id, "en").by_tables == ()


def test_sample__of_decisions_by_tables__holds_them_and_each_is_checked_once_by_somebody_else(
    desk: Programmes, decided: UUID
) -> None:
    drawn = draw(desk)
    mayor, head = desk.staff("mayor"), desk.staff("head_of_service")
    check = RecordCheck(drawn.sample_id, decided, RIGHT, "right", "none")

    with pytest.raises(OwnDecision):
        desk.engine.send(check, actor=mayor)
    with pytest.raises(NotAllowed):
        desk.engine.send(check, actor=desk.staff("specialist"))
    desk.engine.send(check, actor=head)
    with pytest.raises(CheckedBefore):
        desk.engine.send(check, actor=head)

    with desk.engine.read(head) as tx:
        found = quality.sample(tx, drawn.sample_id)
        (of_page,) = quality.page(tx).samples
    assert drawn.among == 1 and found.sample == of_page
    assert [(row.case_id, row.is_automatic, row.result) for row in found.checks] == [(decided, True, "right")]
    assert (of_page.checked, of_page.flawed, of_page.wrong) == (1, 0, 0)


def test_sample__of_what_there_is_not__is_not_drawn(desk: Programmes, decided: UUID) -> None:
    for nothing in ({"kind": "by_people"}, {"ground": "no_status"}, {"clerk_id": 1}):
        with pytest.raises(NothingToDraw):
            draw(desk, **nothing)
    for unusable in ({"size": 0}, {"kind": "some"}, {"until": date(2026, 9, 2)}, {"since": date(2026, 9, 2)}):
        with pytest.raises(SampleUnusable):
            draw(desk, **unusable)
    with pytest.raises(NotAllowed):
        draw(desk, role="specialist")


def test_pages__a_sample_drawn_with_a_mistake_first__is_checked_and_kept(
    desk: Programmes, decided: UUID
) -> None:
    head = Browser(app_over(desk.engine).test_client())
    sign_in(head, "00000002003", language="en")
    asked = {"service": "keda/social.apply", "since": "2026-08-01", "kind": "automatic", "size": "5"}

    refused = head.submit(head.get("/inbox/quality"), {**asked, "until": "2026-12-01"})
    sample = head.submit(refused, {**asked, "until": "2026-09-01"})
    link = sample.html.select_one("main tbody td:last-child a")
    assert refused.status == 422 and link is not None
    page = head.get(str(link["href"]))
    flawed = {**{f"item.{item}": "yes" for item in ITEMS}, "item.reasons": "no", "result": "flawed"}
    open_still = head.submit(page, {**flawed, "remedy": "none", "remarks": ""})
    kept = head.submit(open_still, {**flawed, "remedy": "table", "remarks": "The reasons name no register."})

    assert "By tables, without a case officer" in sample.text
    assert open_still.status == 422 and "choose the remedy" in open_still.text
    assert "Flawed, with the right outcome" in kept.text
    assert "The reasons name no register." in head.get(str(link["href"])).text
