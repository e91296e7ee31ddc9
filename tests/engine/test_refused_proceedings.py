"""A case that another one asked for and that is refused: an incident of the one that asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from engine.commands.supervision import RetryIncident, SkipIncident
from engine.errors import DATABASE_AWAY, Unavailable
from engine.jobs.messages import open_proceeding
from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.proceeding import QUEUED, asked
from tests.engine.services import flow, service_task, user_task

OPENING_ANOTHER = (
    service_task(
        "start_other",
        "case.start",
        inputs={"service": '="permits.none"', "person": "=applicant.personal_number", "answers": "={}"},
    )
    + user_task("review")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "start_other")
    + flow("start_other", "review")
    + flow("review", "done")
)


def known(office: Office, case_id: UUID, number: str) -> None:
    """Let an office enter a person whom a paper names."""
    named = {"number": number, "given_name": "დემო", "family_name": "მყიდველი", "ground": "ოქმი № 1"}
    with office.engine.connections.database.transaction(
        office.staff("specialist"), now=office.clock.now()
    ) as tx:
        case = open_case(tx, ALL, case_id)
        ALL.inline("person.enter")(case, named)
        case.save_in_place()


def queued(office: Office, key: str) -> list[dict[str, Any]]:
    with office.engine.read(system(office.place())) as tx:
        return [row.args for row in tx.all(QUEUED) if row.args["key"] == key]


def opened_for(office: Office, number: str) -> list[Any]:
    """Return the events that say which case asked for the cases of a person."""
    with office.engine.read(system(office.place())) as tx:
        ids = tx.all(
            "select c.id from cases c join people p on p.id = c.applicant_id where personal_number = :number",
            number=number,
        )
    events = [event for row in ids for event in office.observe(row.id).events]
    return [event for event in events if event.kind == "case.opened_by_case"]


def differences(office: Office) -> list[str]:
    return [
        difference for check in found(office) for difference in check.differences if check.name == "incidents"
    ]


def test_case_start__refused__is_an_incident_of_the_case_that_asked_even_when_it_is_over(
    inquiring: Office,
) -> None:
    asking, args = asked(inquiring, person="00000008888")
    inquiring.complete(asking, good=True)
    inquiring.run_jobs(asking)
    is_over = inquiring.observe(asking).waiting == ()

    open_proceeding(inquiring.engine, **args)
    open_proceeding(inquiring.engine, **args)

    (incident,) = inquiring.incidents(asking)
    assert is_over
    assert (incident.kind, incident.code) == ("proceeding", "ex_officio.person_unknown")
    assert (str(incident.subject), incident.state, incident.attempts) == (args["key"], "open", 2)
    assert "00000008888" not in str(incident.params)
    assert differences(inquiring) == []


def test_case_start__where_one_step_alone_asks__names_that_step(open_office: OpenOffice) -> None:
    with open_office(OPENING_ANOTHER) as office:
        filed = office.file()
        with office.engine.read(system(office.place())) as tx:
            args = tx.all(QUEUED)[-1].args

        open_proceeding(office.engine, **args)

        (incident,) = office.incidents(filed.case_id)
        assert (incident.token, incident.code) == ("start_other:case", "not_found")
        assert office.observe(filed.case_id).waiting == ("review",)


def test_case_start__tried_again_when_the_cause_is_gone__opens_the_case_and_ends_the_incident(
    inquiring: Office,
) -> None:
    asking, args = asked(inquiring, person="00000008889")
    open_proceeding(inquiring.engine, **args)
    known(inquiring, asking, "00000008889")
    (stopped,) = inquiring.incidents(asking)

    inquiring.engine.send(RetryIncident(stopped.id), actor=inquiring.staff("head_of_service"))
    again = queued(inquiring, args["key"])
    open_proceeding(inquiring.engine, **again[-1])

    (incident,) = inquiring.incidents(asking)
    assert again == [args, args]
    assert (incident.state, incident.how) == ("resolved", "retried")
    assert [event.body["number"] for event in opened_for(inquiring, "00000008889")] == [args["since"]]
    assert differences(inquiring) == []


def test_case_start__passed_over__stays_unopened_with_the_reason(inquiring: Office) -> None:
    asking, args = asked(inquiring, person="00000008890")
    open_proceeding(inquiring.engine, **args)
    (stopped,) = inquiring.incidents(asking)

    inquiring.engine.send(
        SkipIncident(stopped.id, "Opened on paper."), actor=inquiring.staff("head_of_service")
    )

    (incident,) = inquiring.incidents(asking)
    assert (incident.state, incident.how, incident.why) == ("resolved", "skipped", "Opened on paper.")
    assert queued(inquiring, args["key"]) == [args]
    assert differences(inquiring) == []


def test_case_start__failing_as_nobody_foresaw__is_an_incident_without_what_people_wrote(
    inquiring: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asking, args = asked(inquiring)
    unforeseen = KeyError("Nino of 00000000101")

    def broken(_: object) -> None:
        raise unforeseen

    with monkeypatch.context() as patch:
        patch.setattr("engine.jobs.messages.canonical.loads", broken)
        open_proceeding(inquiring.engine, **args)

    (incident,) = inquiring.incidents(asking)
    assert (incident.code, incident.params) == ("incident.unexpected", {"type": "KeyError"})
    assert "Nino" not in caplog.text


def test_case_start__while_the_database_is_away__waits_for_another_attempt(
    inquiring: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, args = asked(inquiring)

    def away(_: object) -> None:
        raise Unavailable(DATABASE_AWAY)

    with monkeypatch.context() as patch:
        patch.setattr("engine.jobs.messages.canonical.loads", away)
        with pytest.raises(Unavailable):
            open_proceeding(inquiring.engine, **args)

    assert inquiring.incidents(asking) == []
