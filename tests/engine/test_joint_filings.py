"""Directors of one company: what one prepares is filed when the others have confirmed it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.commands.cases import WithdrawCase
from engine.commands.correspondence import WriteToCase
from engine.commands.drafts import ExpireDrafts
from engine.commands.joint_filings import (
    ConfirmedFiling,
    ConfirmFiling,
    EndFiling,
    PreparedFiling,
    PrepareFiling,
)
from engine.errors import InvalidForm, NotFound, Rejected
from engine.queries import cases, joint_filings, mandates
from engine.queries.joint_filings import JointFiling
from engine.representation.joint_filings import FilingOver, OwnFiling, PreparerGone
from engine.representation.mandates import MandateRefused, RegisterAway
from engine.tenancy import Actor, system
from tests.engine.acting import (
    ATTORNEY,
    COMPANY,
    COMPANY_OF_THREE,
    DIRECTOR,
    JOINT_COMPANY,
    SECOND_DIRECTOR,
    THIRD_DIRECTOR,
    Registers,
    acting,
)
from tests.engine.kit import CITIZEN, Office
from tests.engine.test_on_behalf import draft_of, file_as, save, sees, stored

ANSWERS = {"note": "by both"}


def prepare(office: Office, actor: Actor, answers: dict[str, Any] = ANSWERS) -> UUID:
    prepared: PreparedFiling = office.engine.send(PrepareFiling(office.service, "keda", answers), actor=actor)
    return prepared.filing_id


def found(office: Office, actor: Actor, filing_id: UUID) -> JointFiling:
    with office.engine.read(actor) as tx:
        return joint_filings.find(tx, filing_id)


def confirm(office: Office, actor: Actor, filing_id: UUID, digest: str | None = None) -> ConfirmedFiling:
    digest = digest or found(office, actor, filing_id).digest
    confirmed: ConfirmedFiling = office.engine.send(ConfirmFiling(filing_id, digest), actor=actor)
    return confirmed


@pytest.fixture
def both(told: Office) -> tuple[Actor, Actor]:
    return acting(told, DIRECTOR, JOINT_COMPANY), acting(told, SECOND_DIRECTOR, JOINT_COMPANY)


def test_filing__prepared_by_one__waits_and_is_filed_in_the_name_of_both(
    told: Office, both: tuple[Actor, Actor]
) -> None:
    first, second = both
    save(told, first, "by both")
    filing_id = prepare(told, first)
    assert stored(told, "select count(*) from cases") == (0,)
    assert found(told, second, filing_id).answers == ANSWERS

    filed = confirm(told, second, filing_id)

    assert filed.case_id is not None
    with told.engine.read(told.staff("specialist")) as tx:
        view = cases.view(tx, filed.case_id, "en")
    assert view.applicant_number == JOINT_COMPANY
    assert view.representative is not None
    assert view.representative["personal_number"] == DIRECTOR
    assert view.representative["ground"]["en"] == (
        "დირექტორი; together with Demo Director 2 (Keda), 00000000130"
    )
    confirmed = next(event for event in view.timeline if event.kind == "case.confirmed_by_second")
    assert confirmed.params["name"]["en"] == "Demo Director 2 (Keda)"
    filed_by, evidence = stored(told, "select filed_by, mandate from submissions")
    assert filed_by == first.person_id
    (other,) = evidence["together_with"]
    assert evidence["register"] == other["register"] == "company_registry"
    assert evidence["mandate"] != other["mandate"]
    ended = found(told, first, filing_id)
    assert (ended.state, ended.case_id, ended.answers) == ("filed", filed.case_id, {})
    assert draft_of(told, first) is None
    assert sees(told, first, filed.case_id) and sees(told, second, filed.case_id)


def test_filing__that_waits__exists_for_the_two_and_for_nobody_else(
    told: Office, both: tuple[Actor, Actor]
) -> None:
    first, second = both
    filing_id = prepare(told, first)
    others = (
        first.oneself,
        second.oneself,
        told.person(CITIZEN),
        told.staff("specialist"),
        acting(told, DIRECTOR, COMPANY),
        acting(told, ATTORNEY, COMPANY),
        Actor(told.person(CITIZEN).person_id, CITIZEN, acts_for=first.acts_for),
    )

    for actor in others:
        with told.engine.read(actor) as tx:
            assert tx.scalar("select count(*) from joint_filings") == 0
        for command in (ConfirmFiling(filing_id, "00"), EndFiling(filing_id)):
            with pytest.raises(Rejected):
                told.engine.bus.send(command, actor=actor)

    assert found(told, second, filing_id).waits


def test_director__of_two__does_nothing_alone_that_both_do(told: Office, both: tuple[Actor, Actor]) -> None:
    first, second = both
    filing_id = prepare(told, first)
    with pytest.raises(MandateRefused) as refused:
        file_as(told, first)
    assert refused.value.error_code == "mandate.by_both"
    with pytest.raises(OwnFiling):
        confirm(told, first, filing_id)
    filed = confirm(told, second, filing_id)

    assert filed.case_id is not None
    with pytest.raises(MandateRefused):
        told.engine.send(WithdrawCase(filed.case_id, expected_version=1), actor=second)

    told.engine.send(WriteToCase(filed.case_id, "a question"), actor=second)


def test_director__who_represents_alone__has_nothing_to_prepare(told: Office) -> None:
    for actor in (acting(told, DIRECTOR, COMPANY), told.person(CITIZEN)):
        with pytest.raises(NotFound):
            prepare(told, actor)


def test_filing__shown_before_it_changed__is_not_confirmed(told: Office, both: tuple[Actor, Actor]) -> None:
    first, second = both
    filing_id = prepare(told, first)
    with pytest.raises(FilingOver):
        confirm(told, second, filing_id, digest="00" * 32)

    newer = prepare(told, first, {"note": "another"})

    with pytest.raises(NotFound):
        confirm(told, second, filing_id)
    confirm(told, second, newer)
    with pytest.raises(FilingOver):
        confirm(told, second, newer)
    assert stored(told, "select count(*) from cases") == (1,)


def test_filing__when_a_mandate_has_ended__is_not_filed(
    told: Office, both: tuple[Actor, Actor], simulator: Registers
) -> None:
    first, second = both
    filing_id = prepare(told, first)
    told.clock.advance(timedelta(minutes=16))
    simulator.end((DIRECTOR, JOINT_COMPANY))
    with pytest.raises(PreparerGone):
        confirm(told, second, filing_id)

    told.clock.advance(timedelta(minutes=16))
    simulator.end((SECOND_DIRECTOR, JOINT_COMPANY))
    with pytest.raises(MandateRefused):
        confirm(told, second, filing_id)

    assert stored(told, "select count(*) from cases") == (0,)


def test_filing__when_the_register_is_down__waits_on(
    told: Office, both: tuple[Actor, Actor], simulator: Registers
) -> None:
    first, second = both
    filing_id = prepare(told, first)
    told.clock.advance(timedelta(minutes=16))
    simulator.fail("company_registry")
    with pytest.raises(RegisterAway):
        confirm(told, second, filing_id)

    simulator.fail()

    confirm(told, second, filing_id)


@pytest.mark.parametrize(("by", "state"), [(0, "withdrawn"), (1, "declined")])
def test_filing__ended_by_either__is_over_and_erased(
    told: Office, both: tuple[Actor, Actor], by: int, state: str
) -> None:
    first, second = both
    filing_id = prepare(told, first)

    told.engine.send(EndFiling(filing_id), actor=both[by])

    ended = found(told, first, filing_id)
    assert (ended.state, ended.answers) == (state, {})
    assert stored(told, "select length(answers) from joint_filings") == (0,)
    for command in (ConfirmFiling(filing_id, ended.digest), EndFiling(filing_id)):
        with pytest.raises(FilingOver):
            told.engine.send(command, actor=second)


def test_filing__that_nobody_confirms__is_gone_after_its_term(
    told: Office, both: tuple[Actor, Actor], simulator: Registers
) -> None:
    first, second = both
    filing_id = prepare(told, first)
    assert found(told, second, filing_id).last_day.isoformat() == "2026-09-11"
    told.clock.advance(timedelta(days=11))

    with pytest.raises(NotFound):
        found(told, second, filing_id)
    told.engine.send(ExpireDrafts(), actor=system())

    assert found(told, first, filing_id).state == "expired"
    assert stored(told, "select length(answers) from joint_filings") == (0,)
    told.clock.advance(timedelta(days=12))
    told.engine.send(ExpireDrafts(), actor=system())
    assert stored(told, "select count(*) from joint_filings") == (0,)


def test_answers__that_the_form_refuses__do_not_wait_for_anybody(
    told: Office, both: tuple[Actor, Actor]
) -> None:
    with pytest.raises(InvalidForm):
        prepare(told, both[0], {})


def test_list__of_whom_one_acts_for__says_what_waits(told: Office, both: tuple[Actor, Actor]) -> None:
    first, second = both
    prepare(told, first)

    def waiting(actor: Actor) -> dict[str, int]:
        with told.engine.read(actor.oneself) as tx:
            return {mandate.number: mandate.waiting for mandate in mandates.mine(tx) if mandate.is_joint}

    assert waiting(second)[JOINT_COMPANY] == 1
    assert waiting(first)[JOINT_COMPANY] == 0


@pytest.fixture
def three(told: Office) -> tuple[Actor, ...]:
    return tuple(
        acting(told, director, COMPANY_OF_THREE) for director in (DIRECTOR, SECOND_DIRECTOR, THIRD_DIRECTOR)
    )


def test_filing__of_three__is_filed_by_the_last_confirmation(told: Office, three: tuple[Actor, ...]) -> None:
    first, second, third = three
    filing_id = prepare(told, first)

    waits = confirm(told, second, filing_id)
    again = confirm(told, second, filing_id)
    seen = [found(told, director, filing_id) for director in three]

    assert waits == again == ConfirmedFiling(None, 1)
    assert [filing.waits_for_me for filing in seen] == [False, False, True]
    assert [filing.missing for filing in seen] == [1, 1, 1]
    assert stored(told, "select count(*) from cases") == (0,)
    filed = confirm(told, third, filing_id)
    assert filed.case_id is not None
    with told.engine.read(told.staff("specialist")) as tx:
        view = cases.view(tx, filed.case_id, "en")
    assert view.representative is not None
    assert view.representative["ground"]["en"] == (
        "დირექტორი; together with Demo Director 2 (Keda), 00000000130; Demo Director 3 (Keda), 00000000131"
    )
    (evidence,) = stored(told, "select mandate from submissions")
    assert len({evidence["mandate"], *(mandate["mandate"] for mandate in evidence["together_with"])}) == 3


def test_filing__of_three__does_not_count_who_represents_the_company_no_more(
    told: Office, three: tuple[Actor, ...], simulator: Registers
) -> None:
    first, second, third = three
    filing_id = prepare(told, first)
    confirm(told, second, filing_id)
    told.clock.advance(timedelta(minutes=16))
    simulator.end((SECOND_DIRECTOR, COMPANY_OF_THREE))

    waits = confirm(told, third, filing_id)

    assert waits == ConfirmedFiling(None, 1)
    assert [name["en"] for name, _ in found(told, first, filing_id).confirmed_by] == [
        "Demo Director 3 (Keda)"
    ]
