"""Directors who act together hear that something waits for them: once, and nothing of what it says."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from engine.commands.drafts import ExpireDrafts
from engine.commands.joint_filings import ConfirmFiling, EndFiling, PreparedFiling, PrepareFiling
from engine.jobs.app import build
from engine.queries import joint_filings
from engine.tenancy import Actor, system
from tests.engine.acting import COMPANY_OF_THREE, DIRECTOR, SECOND_DIRECTOR, THIRD_DIRECTOR, acting
from tests.notifications.mails import read
from tests.sign_in.house import House

SAID = "Bring the certificate of Demo Company 5."


def deliver(house: House) -> list[str]:
    """Send what is queued, as a worker does, and again as after a crash; return how each notice went."""
    queued = house.sql(
        "update procrastinate_jobs set status = 'succeeded' where status = 'todo'"
        " and task_name = 'tell_director' returning args"
    )
    for (args,) in queued * 2:
        build(house.engine).tasks["tell_director"](**args)
    names = [args["notice_id"] for (args,) in queued]
    return [by for (by,) in house.sql("select told_by from joint_notices where id = any (%s)", names)]


def prepared(house: House) -> tuple[tuple[Actor, ...], UUID]:
    """Let the first of three prepare something; the others have looked here before."""
    three = tuple(
        acting(house.office, director, COMPANY_OF_THREE)
        for director in (DIRECTOR, SECOND_DIRECTOR, THIRD_DIRECTOR)
    )
    command = PrepareFiling(house.office.service, "keda", {"note": SAID})
    waits: PreparedFiling = house.engine.send(command, actor=three[0])
    return three, waits.filing_id


def confirm(house: House, actor: Actor, filing_id: UUID) -> None:
    with house.engine.read(actor) as tx:
        digest = joint_filings.find(tx, filing_id).digest
    house.engine.send(ConfirmFiling(filing_id, digest), actor=actor)


def test_filing__that_waits__is_told_to_the_others_without_what_it_is_about(house: House) -> None:
    prepared(house)

    assert deliver(house) == ["email", "email"]

    assert len(house.mails) == 2
    told = {str(read(content)["To"].addresses[0].addr_spec) for content in house.mail.accepted}
    assert told == {"director2@demo.invalid", "director3@demo.invalid"}
    for mail in house.mails:
        assert "/acting" in mail and "11.09.2026" in mail
        assert "certificate" not in mail and COMPANY_OF_THREE not in mail and "Company" not in mail


def test_filing__confirmed_meanwhile__is_not_told_of_to_whoever_has_confirmed(house: House) -> None:
    (_, second, _), filing_id = prepared(house)
    confirm(house, second, filing_id)

    assert sorted(deliver(house)) == ["email", "seen"]


def test_filing__declined__is_told_to_whoever_prepared_it(house: House) -> None:
    (_, second, _), filing_id = prepared(house)
    deliver(house)

    house.engine.send(EndFiling(filing_id), actor=second)

    assert deliver(house) == ["email"]
    assert "უარყვეს, ამიტომ არ წარდგენილა" in house.mails[-1]


def test_filing__that_was_not_confirmed_in_time__is_told_to_whoever_prepared_and_whoever_confirmed(
    house: House,
) -> None:
    (first, second, _), filing_id = prepared(house)
    confirm(house, second, filing_id)
    deliver(house)
    house.office.clock.advance(timedelta(days=11))

    house.engine.send(ExpireDrafts(), actor=system())
    house.engine.send(ExpireDrafts(), actor=system())

    assert deliver(house) == ["email", "email"]
    told = {str(read(content)["To"].addresses[0].addr_spec) for content in house.mail.accepted[-2:]}
    assert told == {"director1@demo.invalid", "director2@demo.invalid"}
    assert "ვადაში არ დაადასტურეს" in house.mails[-1]
    with house.engine.read(first) as tx:
        over = joint_filings.find(tx, filing_id)
    assert (over.state, over.answers, over.ended_by) == ("expired", {}, None)
