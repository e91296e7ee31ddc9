"""Filing by a power of attorney: its matters, its giver, and that it may be revoked at any minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from engine.notifications.copies import copy_of
from engine.queries import cases
from engine.representation.mandates import MandateRefused, RegisterAway, refuse_for
from engine.stores import mandates, people
from engine.tenancy import Actor, system
from tests.engine.acting import (
    ATTORNEY,
    COMPANY,
    EARLIER_PRINCIPAL,
    GUARDIAN,
    PRINCIPAL,
    REVOKED_PRINCIPAL,
    WARD,
    Registers,
    acting,
)
from tests.engine.kit import CITIZEN, Office
from tests.engine.test_on_behalf import file_as, listed, save, sees, stored


def test_power__of_a_person__files_for_them_and_names_the_paper(told: Office) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)

    case_id = file_as(told, attorney)

    with told.engine.read(told.staff("specialist")) as tx:
        view = cases.view(tx, case_id, "en")
    assert (view.applicant_number, view.representative and view.representative["kind"]) == (
        PRINCIPAL,
        "attorney",
    )
    assert view.representative is not None
    ground = view.representative["ground"]
    assert ground["en"].startswith("power of attorney No. დემო-1 of 10.02.2026")
    assert ground["ka"].startswith("მინდობილობა № დემო-1")
    evidence = stored(told, "select mandate from submissions")[0]
    assert (evidence["register"], evidence["areas"]) == ("notary_chamber", ["administrative", "social"])


def test_powers__of_one_person_on_two_papers__are_two(told: Office) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)

    with told.engine.read(system()) as tx:
        papers = {row.paper: row.areas for row in mandates.of_person(tx, attorney.person_id or 0)}

    assert papers["დემო-1"] == ["administrative", "social"]
    assert papers["დემო-2"] == ["property"]


@pytest.mark.parametrize(
    ("number", "code"), [(EARLIER_PRINCIPAL, "mandate.expired"), (REVOKED_PRINCIPAL, "mandate.revoked")]
)
def test_power__that_is_over__is_refused_with_its_reason(told: Office, number: str, code: str) -> None:
    with pytest.raises(MandateRefused) as refused:
        acting(told, ATTORNEY, number)

    assert refused.value.error_code == code


def test_power__revoked_a_minute_ago__stops_the_filing_and_keeps_the_draft(
    told: Office, simulator: Registers
) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)
    save(told, attorney, "the principal's")
    simulator.end((ATTORNEY, PRINCIPAL))
    told.clock.advance(timedelta(minutes=1))

    with pytest.raises(MandateRefused) as refused:
        file_as(told, attorney)

    assert refused.value.error_code == "mandate.revoked"
    assert stored(told, "select count(*), (select count(*) from drafts) from cases") == (0, 1)


def test_power__when_the_notaries_register_is_down__waits(told: Office, simulator: Registers) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)
    simulator.fail("notary_chamber")

    with pytest.raises(RegisterAway):
        file_as(told, attorney)

    simulator.fail()
    file_as(told, attorney)


def test_case__filed_by_an_attorney__is_seen_in_the_matters_of_the_power_alone(told: Office) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)
    case_id = file_as(told, attorney)
    principal = told.person(PRINCIPAL)
    assert sees(told, attorney, case_id) and sees(told, principal, case_id)
    assert not sees(told, attorney.oneself, case_id)
    assert not sees(told, told.person(CITIZEN), case_id)

    with psycopg.connect(told.engine.settings.owner_url) as connection:
        connection.execute("update cases set area = 'property'")

    assert sees(told, principal, case_id)
    assert not sees(told, attorney, case_id)
    with told.engine.read(attorney) as tx:
        for table in ("cases", "tasks", "letters", "submissions", "step_events"):
            assert tx.scalar(f"select count(*) from {table}") == 0, table


def test_power__revoked__shows_nothing_in_the_database(told: Office, simulator: Registers) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)
    file_as(told, attorney)
    simulator.end((ATTORNEY, PRINCIPAL))
    with pytest.raises(MandateRefused):
        file_as(told, attorney)

    with told.engine.read(attorney) as tx:
        assert tx.scalar("select my_person()") is None
        assert tx.scalar("select count(*) from cases") == 0


def test_row__of_a_power__is_there_for_its_two_people_and_nobody_else(told: Office) -> None:
    acting(told, ATTORNEY, PRINCIPAL)

    def seen_by(actor: Actor) -> int:
        with told.engine.read(actor) as tx:
            return int(tx.scalar("select count(*) from mandates"))

    assert seen_by(told.person(PRINCIPAL)) == 2
    assert seen_by(told.person(CITIZEN)) == 0
    assert seen_by(told.staff("specialist")) == 0


def test_power__given_by_a_guardian__files_the_wards_case(told: Office) -> None:
    attorney = acting(told, ATTORNEY, WARD)

    case_id = file_as(told, attorney)

    assert sees(told, acting(told, GUARDIAN, WARD), case_id)
    assert listed(told, attorney) == 1
    representative = stored(told, "select representative from cases")[0]
    assert representative["ground"]["en"].endswith("given by დემო მეურვე 1 (ქედა) as guardian")


@pytest.mark.parametrize(
    ("number", "takes", "area", "code"),
    [
        (PRINCIPAL, ["principal"], "social", None),
        (PRINCIPAL, ["principal"], "property", "mandate.other_area"),
        (PRINCIPAL, ["child", "ward", "company"], "social", "mandate.not_taken"),
        (COMPANY, ["principal", "company"], "administrative", None),
        (COMPANY, ["principal"], "administrative", "mandate.not_taken"),
        (COMPANY, ["company"], "administrative", "mandate.not_taken"),
        (WARD, ["principal"], "social", "mandate.not_taken"),
    ],
)
def test_service__takes_a_power_only_with_whom_it_is_for(
    told: Office, number: str, takes: list[str], area: str, code: str | None
) -> None:
    attorney = acting(told, ATTORNEY, number)
    settings: dict[str, Any] = {"for_others": {"takes": takes, "area": area}}
    assert attorney.acts_for is not None
    with told.engine.read(attorney) as tx:
        row = mandates.find(tx, attorney.acts_for.mandate_id)

    if code is None:
        refuse_for(settings, row)
    else:
        with pytest.raises(MandateRefused) as refused:
            refuse_for(settings, row)
        assert refused.value.error_code == code


def test_copy__of_a_letter__follows_the_paper_it_was_filed_by(told: Office) -> None:
    attorney = acting(told, ATTORNEY, WARD)
    case_id = file_as(told, attorney)

    def address() -> str:
        with told.engine.read(system(told.place())) as tx:
            return copy_of(tx, people.person(tx, attorney.party_id or 0), case_id, language="en").address

    assert address() == "attorney1@demo.invalid"
    with psycopg.connect(told.engine.settings.owner_url) as connection:
        connection.execute("update mandates set bar = 'revoked' where paper = 'დემო-4'")
    assert address() == ""
