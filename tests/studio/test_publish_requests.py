"""A publication is asked for by one person and approved by another who has seen what differs."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import CheckViolation, InsufficientPrivilege

from engine.bootstrap import build
from engine.catalogue.store import versions
from engine.errors import NotAllowed, NotFound, Rejected
from engine.studio.commands.publish_requests import (
    ApprovePublication,
    DeclinePublication,
    KeepScenarios,
    LookAtDifferences,
    RequestPublication,
)
from engine.studio.commands.publishing import NamePublisher
from engine.studio.commands.service_drafts import BeginServiceDraft, SaveServiceFile
from engine.studio.handlers import publish_requests as handlers
from engine.studio.jobs import scenarios
from engine.studio.judging import Judgement, lay_out
from engine.studio.queries import comparisons
from engine.studio.queries import publish_requests as query
from engine.studio.queries import versions as all_versions
from engine.studio.store import service_drafts
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import owner
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import write_service
from tests.engine.test_versions import TODAY, TOMORROW, publish, second_version, version_of

FIRST, SECOND = "00000009001", "00000009002"
GOOD = {"is_good": True, "scenarios": [{"name": "granted", "differences": []}], "coverage": None}
BAD = {"is_good": False, "scenarios": [{"name": "granted", "differences": ["end: …"]}], "coverage": None}
WHOLE = {"elements": [4, 4], "rows": [2, 2], "letters": [1, 1], "missing": [], "untaken": []}
PART = {**WHOLE, "rows": [1, 2], "missing": ["fees, rule 2"]}


@pytest.fixture(autouse=True)
def validation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What validation finds, over the catalogue of the tests' service: validation has tests of its own."""
    findings: list[dict[str, Any]] = []
    write_service(tmp_path / "bpmn")
    monkeypatch.setattr(handlers, "judge", lambda code, files, patience: Judgement(tuple(findings)))
    monkeypatch.setattr(handlers, "lay_out", partial(lay_out, bpmn=tmp_path / "bpmn"))
    return findings


def begun(office: Office, *, copy_as: str | None = None) -> UUID:
    begin = BeginServiceDraft(office.service, copy_as)
    draft_id: UUID = office.engine.send(begin, actor=office.person(FIRST))
    return draft_id


def rename(office: Office, draft_id: UUID, name: str = "Felling a tree") -> None:
    """Let the draft call its service otherwise."""
    analyst = office.person(FIRST)
    with office.engine.read(analyst) as tx:
        found = service_drafts.file(tx, draft_id, "service.json")
    assert found is not None
    settings = json.loads(found.content)
    settings["names"]["en"] = name
    command = SaveServiceFile(draft_id, "service.json", json.dumps(settings).encode(), found.revision)
    office.engine.send(command, actor=analyst)


def ask(office: Office, draft_id: UUID, by: str = FIRST, **said: Any) -> UUID:
    command = RequestPublication(draft_id, **{"effective_from": TODAY, "note": "another name", **said})
    asked: UUID = office.engine.send(command, actor=office.person(by)).request_id
    return asked


def asked_for(office: Office, **said: Any) -> UUID:
    """Ask for a draft that differs in a name, its scenarios run well."""
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id, **said)
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    return asked


def look(office: Office, asked: UUID, by: str = SECOND) -> None:
    office.engine.send(LookAtDifferences(asked), actor=office.person(by))


def approve(office: Office, asked: UUID, by: str = SECOND, despite: str = "") -> Any:
    return office.engine.send(ApprovePublication(asked, despite), actor=office.person(by))


def refused(call: Any, *given: Any, **said: Any) -> str:
    with pytest.raises(Rejected) as caught:
        call(*given, **said)
    return caught.value.error_code


def view(office: Office, asked: UUID) -> query.PublishRequest:
    with office.engine.read(office.person(SECOND)) as tx:
        return query.one(tx, asked)


def test_publication__asked_for_and_approved__is_in_force_where_it_was_asked_for(office: Office) -> None:
    asked = asked_for(office, municipalities=("keda",))
    before = version_of(office, office.file().case_id)

    look(office, asked)
    done = approve(office, asked)

    assert version_of(office, office.file().case_id) == done.digest != before
    with office.engine.read(system()) as tx:
        telavi = versions.in_force(tx, office.service, municipality_id=office.place("telavi"), on=TODAY)
        assert telavi is not None
        assert bytes(versions.load(tx, telavi).digest).hex() == before
        act = all_versions.listed(tx, office.service)[-1].publications[-1]
    assert act.publisher is not None and act.second_person is not None
    assert (act.publisher["en"], act.second_person["en"]) == ("Demo Analyst 1", "Demo Analyst 2")
    assert (act.note, list(act.places)) == ("another name", ["keda"])
    assert view(office, asked).state == "published"


def test_publication__is_of_what_was_asked_for__whatever_the_draft_became_since(office: Office) -> None:
    draft_id = begun(office)
    rename(office, draft_id, "As it was asked for")
    asked = ask(office, draft_id)
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    rename(office, draft_id, "As nobody has seen it")
    look(office, asked)

    approve(office, asked)

    with office.engine.read(system()) as tx:
        version_id = versions.in_force(tx, office.service, municipality_id=None, on=TODAY)
        assert version_id is not None
        assert versions.load(tx, version_id).settings["names"]["en"] == "As it was asked for"


def test_differences__of_what_was_asked_for__are_those_to_what_is_in_force_there(office: Office) -> None:
    asked = asked_for(office)

    with office.engine.read(office.person(SECOND)) as tx:
        found = comparisons.of_request(tx, asked)

    assert [(change.where, change.what) for change in found.changes] == [("names", "changed")]


def test_approving__by_whoever_has_asked_or_has_not_looked__is_refused(office: Office) -> None:
    asked = asked_for(office)
    look(office, asked, by=FIRST)

    assert refused(approve, office, asked, by=FIRST) == "publish.own_request"
    assert refused(approve, office, asked) == "publish.differences_not_seen"
    assert [look["en"] for look in view(office, asked).looks] == ["Demo Analyst 1"]


def test_approving__before_scenarios_are_played_or_after_they_failed__waits_for_a_reason(
    office: Office,
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id)
    look(office, asked)

    assert refused(approve, office, asked) == "publish.scenarios_running"
    office.engine.send(KeepScenarios(asked, BAD), actor=system())
    assert refused(approve, office, asked, despite=" ") == "publish.scenarios_failed"
    assert approve(office, asked, despite="the court has decided so").effective_from == TODAY
    assert view(office, asked).reason == "the court has decided so"


@pytest.mark.parametrize("coverage", [None, PART])
@pytest.mark.parametrize("despite", ["", "there is no time"])
def test_approving__a_new_service_of_which_scenarios_leave_something__is_refused(
    office: Office, coverage: dict[str, Any] | None, despite: str
) -> None:
    asked = ask(office, begun(office, copy_as="felling"))
    office.engine.send(KeepScenarios(asked, {**GOOD, "coverage": coverage}), actor=system())
    look(office, asked)

    assert view(office, asked).lacks_scenarios
    assert refused(approve, office, asked, despite=despite) == "publish.not_taken"
    assert view(office, asked).state == "open"


def test_approving__a_new_service_that_scenarios_take_whole__puts_it_into_force(office: Office) -> None:
    asked = ask(office, begun(office, copy_as="felling"))
    office.engine.send(KeepScenarios(asked, {**GOOD, "coverage": WHOLE}), actor=system())
    look(office, asked)

    assert not view(office, asked).lacks_scenarios
    assert approve(office, asked).effective_from == TODAY


def test_approving__a_service_that_was_in_force__shows_what_scenarios_leave_and_goes_on(
    office: Office,
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id)
    office.engine.send(KeepScenarios(asked, {**GOOD, "coverage": PART}), actor=system())
    look(office, asked)

    assert not view(office, asked).lacks_scenarios
    assert approve(office, asked).effective_from == TODAY


def test_approving__after_another_version_came_into_force__is_refused(office: Office, tmp_path: Path) -> None:
    asked = asked_for(office)
    look(office, asked)
    publish(office, second_version(tmp_path / "second"))

    assert refused(approve, office, asked) == "publish.changed_since"


def test_approving__after_its_day__counts_from_today(office: Office) -> None:
    asked = asked_for(office)
    office.clock.advance(timedelta(days=3))
    look(office, asked)

    assert approve(office, asked).effective_from == TODAY + timedelta(days=3)


def test_asking__with_errors_without_note_or_for_what_is_in_force__is_refused(
    office: Office, validation: list[dict[str, Any]]
) -> None:
    draft_id = begun(office)

    assert refused(ask, office, draft_id) == "publish.nothing_new"
    rename(office, draft_id)
    assert refused(ask, office, draft_id, note="  ") == "publish.note_needed"
    assert refused(ask, office, draft_id, effective_from=TODAY - timedelta(days=1)) == "publish.day_past"
    assert refused(ask, office, draft_id, municipalities=("atlantis",)) == "publish.municipality_unknown"
    half = [{"act": {"ka": "დადგენილება", "en": " "}, "article": None}]
    assert refused(ask, office, draft_id, law=half) == "publish.law_unusable"
    validation.append({"severity": "error"})
    assert refused(ask, office, draft_id) == "publish.validation_refuses"
    validation.clear()
    assert ask(office, draft_id, effective_from=TOMORROW)
    assert refused(ask, office, draft_id) == "publish.requested_already"


def test_asking_and_approving__without_the_right__is_refused_and_nothing_is_seen(office: Office) -> None:
    asked = asked_for(office)
    stranger: Actor
    for stranger in (office.staff("mayor"), office.person(CITIZEN)):
        for command in (
            LookAtDifferences(asked),
            ApprovePublication(asked),
            DeclinePublication(asked, "no"),
            RequestPublication(asked, TODAY, "x"),
        ):
            with pytest.raises(NotAllowed):
                office.engine.send(command, actor=stranger)
        with office.engine.read(stranger) as tx, pytest.raises(NotFound):
            query.one(tx, asked)


def test_publisher__who_draws_nothing__approves_and_does_not_ask(office: Office) -> None:
    asked = asked_for(office)
    office.engine.send(NamePublisher(CITIZEN), actor=system())

    look(office, asked, by=CITIZEN)

    with pytest.raises(NotAllowed):
        ask(office, begun(office), by=CITIZEN)
    assert approve(office, asked, by=CITIZEN).effective_from == TODAY


def test_declining__by_another_refuses__by_oneself_withdraws__and_it_can_be_asked_anew(
    office: Office,
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    first = ask(office, draft_id)
    assert refused(office.engine.send, DeclinePublication(first, " "), actor=office.person(SECOND)) == (
        "publish.reason_needed"
    )

    office.engine.send(DeclinePublication(first, "the law says otherwise"), actor=office.person(SECOND))
    second = ask(office, draft_id)
    office.engine.send(DeclinePublication(second, "a mistake"), actor=office.person(FIRST))

    assert (view(office, first).state, view(office, second).state) == ("refused", "withdrawn")
    assert refused(approve, office, second) == "publish.settled"


@pytest.mark.parametrize("reason", ["no\x00tes", "half a pair: \ud83d"])
def test_declining__with_a_sign_that_no_text_holds__is_refused_in_words(office: Office, reason: str) -> None:
    asked = asked_for(office)

    declined = DeclinePublication(asked, reason)
    assert refused(office.engine.send, declined, actor=office.person(SECOND)) == "text.unstorable"
    assert view(office, asked).state == "open"


def test_worker__plays_what_was_asked_for__once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id)
    played: list[str] = []

    def run_scenarios(code: str, files: dict[str, bytes]) -> dict[str, Any]:
        played.append(code)
        assert b"Felling a tree" in files["service.json"]
        return GOOD

    monkeypatch.setattr(scenarios, "run_scenarios", run_scenarios)
    with owner(office) as connection:
        queued = connection.execute(
            "select args->>'asked_id' from procrastinate_jobs where task_name = 'play_scenarios'"
        ).fetchall()
    for (one,) in queued * 2:
        scenarios.run_requested_scenarios(office.engine, UUID(one))

    assert (played, view(office, asked).scenarios) == ([office.service], GOOD)


def test_approving__in_production__records_two_people(office: Office) -> None:
    asked = asked_for(office)
    engine = build(dataclasses.replace(office.engine.settings, mode="production"), clock=office.clock)
    try:
        production = Office(engine, office.clock, office.service)
        look(production, asked)

        assert approve(production, asked).effective_from == TODAY
    finally:
        engine.close()


def test_runtime_role__as_an_analyst__publishes_nothing_alone(office: Office) -> None:
    """Whoever writes an act into the database directly must be its second person."""
    analyst = office.person(FIRST)
    for second in ("null", "publisher_id", "(select id from people order by id limit 1)"):
        with pytest.raises((InsufficientPrivilege, CheckViolation)), office.engine.read(analyst) as tx:
            tx.run(
                "insert into service_publications (version_id, code, effective_from, published_at,"
                " publisher_id, second_person_id, is_demo, law)"
                f" select version_id, code, effective_from, published_at, :me, {second}, true, law"
                " from service_publications limit 1",
                me=analyst.person_id,
            )
