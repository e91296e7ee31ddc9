"""What the tables of a draft would have decided in cases that were decided, as an analyst reads it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.commands.applications import FileApplication
from engine.errors import NotAllowed, Rejected
from engine.installation.loading import BPMN
from engine.studio.commands.publish_requests import RequestPublication
from engine.studio.commands.publishing import NamePublisher
from engine.studio.commands.replays import AskReplay, KeepReplayed
from engine.studio.commands.service_drafts import BeginServiceDraft, SaveServiceFile
from engine.studio.handlers import publish_requests
from engine.studio.jobs import replays as job
from engine.studio.judging import Judgement
from engine.studio.queries import replays, service_drafts
from engine.studio.queries.replays import ReplayView
from engine.studio.store import replays as store
from engine.studio.tally import ReplayedDecision
from engine.tenancy import system
from tests.studio.test_pages import FIRST, SECOND
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import person

SERVICE, TABLE, DIAGRAM = "high_mountain.grant", "eligibility.dmn", "process.bpmn"
GRANTED = json.loads((BPMN / "high_mountain/grant/scenarios/granted.json").read_text())["application"]
(MONTHS,) = re.findall(
    "application.months_last_year &gt;= [^<]+", (BPMN / "high_mountain/grant" / TABLE).read_text()
)
# Who asks in Keda, and how many months they say to have lived there; the fifth has died.
APPLY = (
    ("101", 11),
    ("107", 11),
    ("108", 11),
    ("120", 11),
    ("105", 11),
    ("121", 10),
    ("124", 10),
    ("125", 3),
)
ALL, CHANGED = len(APPLY), 2  # those with ten months, if eleven are needed


def decided(desk: Desk) -> None:
    """File for everybody and let the registry answer, upon which the table decides."""
    paper = {**GRANTED, "witnesses": [], "evidence_types": ["household_records"]}
    for number, months in APPLY:
        command = FileApplication(SERVICE, "keda", {**paper, "months_last_year": months})
        desk.engine.send(command, actor=person(desk.engine, f"00000000{number}"))
    desk.run_jobs()


def draft(desk: Desk, path: str = TABLE, *changes: tuple[str, str]) -> UUID:
    """Begin a draft in which a file says something else."""
    analyst = person(desk.engine, FIRST)
    draft_id: UUID = desk.engine.send(BeginServiceDraft(SERVICE), actor=analyst)
    with desk.engine.read(analyst) as tx:
        found = service_drafts.file(tx, draft_id, path)
    text = found.content.decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    if changes:
        command = SaveServiceFile(draft_id, path, text.encode(), found.revision)
        desk.engine.send(command, actor=analyst)
    return draft_id


def newest(desk: Desk, draft_id: UUID) -> ReplayView:
    with desk.engine.read(person(desk.engine, SECOND)) as tx:
        found = replays.of_draft(tx, draft_id)
    assert found is not None
    return found


def replay(desk: Desk, draft_id: UUID, law: str = "then") -> ReplayedDecision:
    """Ask, let a worker go through what was decided, and read what came of it."""
    asked = desk.engine.send(AskReplay(draft_id, 12, law), actor=person(desk.engine, FIRST))
    while newest(desk, draft_id).state == "running":
        job.go_on(desk.engine, asked.replay_id)
    (found,) = newest(desk, draft_id).decisions
    return found


def enter(desk: Desk, name: str, value: int) -> None:
    """Enter a value of a parameter of the country, as of now."""
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(
            "insert into parameters (name, kind, value, unit, valid_from, confidence, recorded_at)"
            " select name, kind, to_jsonb(%s::int), unit, valid_from, confidence, %s + interval '1 second'"
            " from parameters where name = %s limit 1",
            (value, desk.clock.now(), name),
        )


def numbers(found: ReplayedDecision) -> tuple[int | None, ...]:
    return tuple(tally.number for tally in (found.looked_at, found.same, found.otherwise, found.hindered))


def test_replay__of_decided_cases__counts_what_a_changed_table_decides_otherwise(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(desk)
    eleven = draft(desk, TABLE, (MONTHS, "application.months_last_year &gt;= 11"))

    # Two are fewer than five: neither they nor what gives them away is told.
    few = replay(desk, eleven)
    assert few.otherwise.is_few and numbers(few) == (None, None, None, 0)
    assert (few.changes, few.rest.is_few) == ((), True)

    enter(desk, "figures.fewest", 1)
    assert numbers(replay(desk, draft(desk))) == (ALL, ALL, 0, 0)

    monkeypatch.setattr(job, "TURN", 0)  # a batch each turn
    monkeypatch.setattr(job, "BATCH", 3)
    told = replay(desk, eleven)
    assert numbers(told) == (ALL, ALL - CHANGED, CHANGED, 0)
    (change,) = told.changes
    assert ([(place.place, place.number) for place in change.places], change.elsewhere) == (
        [("keda", CHANGED)],
        0,
    )
    assert [rule.number for rule in change.then["en"].rules] == [8]
    assert [rule.number for rule in change.now["en"].rules] == [6]
    assert "months" in change.now["en"].rules[0].note
    assert change.then["en"].result != change.now["en"].result
    monkeypatch.undo()

    # What the law demands since: by the parameters of then nothing is otherwise.
    enter(desk, "hm.min_months", 11)
    unchanged = draft(desk)
    assert numbers(replay(desk, unchanged)) == (ALL, ALL, 0, 0)
    assert numbers(replay(desk, unchanged, "today")) == (ALL, ALL - CHANGED, CHANGED, 0)


@pytest.fixture
def decided_desk(desk: Desk) -> Desk:
    decided(desk)
    return desk


def test_replay__of_what_was_not_kept_or_fails__says_why(
    decided_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = decided_desk
    asks = '<zeebe:calledDecision decisionId="eligibility"'
    mapped = '<zeebe:ioMapping><zeebe:input source="=application" target="application"/></zeebe:ioMapping>'
    drawn: dict[tuple[str, str], tuple[str, tuple[str, str]]] = {
        ("not_kept", "applicant"): (TABLE, (MONTHS, "applicant.phone != null")),
        ("error", "parameter.unknown"): (TABLE, (MONTHS, 'parameter("hm.nowhere") = 1')),
        ("error", "decision.expression_invalid"): (TABLE, (MONTHS, "application.months_last_year &gt;=")),
        ("gone", ""): (TABLE, ('id="eligibility"', 'id="another"')),
        ("input", "application"): (DIAGRAM, (asks, f"{mapped}{asks}")),
    }

    for (why, what), (path, change) in drawn.items():
        found = replay(desk, draft(desk, path, change))
        assert numbers(found) == (ALL, 0, 0, ALL), why
        assert [(hindrance.why, hindrance.what, hindrance.number) for hindrance in found.hindrances] == [
            (why, what, ALL)
        ]

    # A record that does not give its own answer is no ground for another.
    kept = store.decisions

    def altered(*given: Any) -> Any:
        return {
            case: [replace(event, body={**event.body, "result": {"eligible": None}}) for event in ones]
            for case, ones in kept(*given).items()
        }

    monkeypatch.setattr(store, "decisions", altered)
    assert [hindrance.why for hindrance in replay(desk, draft(desk)).hindrances] == ["unlike"]


def test_replay__asked_on_its_page__is_told_there_beside_the_table_and_before_publishing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(desk)
    browser, draft_id = desk.signed_in(FIRST), draft(desk)
    address = f"/studio/drafts/{draft_id}"
    page = browser.get(f"{address}/replay")
    form = page.form('id="months"')

    refused = browser.submit(page, {"months": "5", "law": "then"}, form=form)
    asked = browser.submit(page, {"months": "24", "law": "today"}, form=form)

    assert (refused.status, "Choose one of the list" in refused.text) == (422, True)
    assert asked.html.select_one("[data-replay=running]") is not None
    running = newest(desk, draft_id)
    assert (running.state, running.months, running.law, running.reached) == ("running", 24, "today", 0)
    again = KeepReplayed(running.id, 7, {}, None)  # of a turn that was kept before
    desk.engine.send(again, actor=system())
    job.go_on(desk.engine, running.id)
    for path in ("replay", "tables/eligibility", "publish"):
        shown = browser.get(f"{address}/{path}")
        assert [number.get_text() for number in shown.html.select("dd[data-replay]")] == [
            "8",
            "8",
            "0",
            "0",
        ], path
    assert "Ask anew on the page" not in shown.text
    with desk.engine.read(person(desk.engine, FIRST)) as tx:
        table = service_drafts.file(tx, draft_id, TABLE)
    changed = table.content.replace(MONTHS.encode(), b"true")
    desk.engine.send(
        SaveServiceFile(draft_id, TABLE, changed, table.revision), actor=person(desk.engine, FIRST)
    )
    assert "Ask anew on the page" in browser.get(f"{address}/replay").text

    # The second person reads the same beside the publish request.
    monkeypatch.setattr(publish_requests, "judge", lambda *_, **__: Judgement(()))
    ask = RequestPublication(draft_id, date(2026, 9, 1), "what is otherwise")
    publication = desk.engine.send(ask, actor=person(desk.engine, FIRST))
    desk.engine.send(NamePublisher(CITIZEN), actor=system())
    for second in (SECOND, CITIZEN):
        shown = desk.signed_in(second).get(f"/studio/publications/{publication.request_id}")
        assert [number.get_text() for number in shown.html.select("dd[data-replay]")] == ["8", "8", "0", "0"]
        assert "Ask anew on the page" in shown.text


def test_replay__by_whoever_may_not_draw_or_for_what_is_not_offered__is_refused(desk: Desk) -> None:
    draft_id = draft(desk)
    analyst, stranger = person(desk.engine, FIRST), person(desk.engine, "00000002007")

    def refused(draft_id: UUID, months: int, law: str) -> str:
        with pytest.raises(Rejected) as caught:
            desk.engine.send(AskReplay(draft_id, months, law), actor=analyst)
        return caught.value.error_code

    with pytest.raises(NotAllowed):
        desk.engine.send(AskReplay(draft_id, 12, "then"), actor=stranger)
    with desk.engine.read(stranger) as tx, pytest.raises(NotAllowed):
        replays.of_draft(tx, draft_id)
    assert refused(draft_id, 7, "then") == "replay.period_unknown"
    assert refused(draft_id, 12, "tomorrow") == "replay.law_unknown"
    unreadable = draft(desk, TABLE, ('hitPolicy="UNIQUE"', 'hitPolicy="SOME"'))
    assert refused(unreadable, 12, "then") == "replay.draft_unreadable"
    with desk.engine.read(analyst) as tx:  # the tally is nobody's to read, whoever reaches the table
        assert tx.all("select * from replays") == []
