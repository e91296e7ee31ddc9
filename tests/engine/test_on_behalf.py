"""Filing for another: both identities on everything, and what each of them sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from engine import canonical
from engine.catalogue.published import published
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.cases import WithdrawCase
from engine.commands.correspondence import WriteToCase
from engine.commands.drafts import SaveDraft
from engine.commands.mandates import KeepMandates
from engine.errors import KeyReused, NotFound
from engine.notifications.copies import copy_of
from engine.queries import cases, own_cases, reads, services
from engine.queries.sessions import acting_by
from engine.representation.mandates import MandateRefused, refuse_for
from engine.scope import World
from engine.stores import cases as case_store
from engine.stores import mandates, people
from engine.tenancy import Actor, system
from tests.engine.acting import (
    CHILD,
    CHILD_OF_AGE,
    COMPANY,
    DIRECTOR,
    GUARDIAN,
    OTHER_PARENT,
    PARENT,
    SUPPORTED,
    acting,
    mandate_of,
)
from tests.engine.kit import CITIZEN, Office


def file_as(office: Office, actor: Actor, note: str = "a note") -> UUID:
    filed: FiledCase = office.engine.send(
        FileApplication(office.service, "keda", {"note": note}), actor=actor
    )
    return filed.case_id


def sees(office: Office, actor: Actor, case_id: UUID) -> bool:
    with office.engine.read(actor) as tx:
        try:
            cases.view(tx, case_id, "en")
        except NotFound:
            return False
    return True


def listed(office: Office, actor: Actor) -> int:
    with office.engine.read(actor) as tx:
        return len(own_cases.own_cases(tx).cases)


def stored(office: Office, query: str, *params: Any) -> Any:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        return connection.execute(query, params).fetchone()


def save(office: Office, actor: Actor, note: str) -> None:
    office.engine.send(SaveDraft(office.service, "keda", {"note": note}, page="1"), actor=actor)


def draft_of(office: Office, actor: Actor) -> Any:
    with office.engine.read(actor) as tx:
        found = services.page(tx, office.service, "keda", "en").draft
    return found and found.answers


def test_case__filed_for_a_child__is_the_childs_and_names_the_parent(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)

    case_id = file_as(told, parent)

    with told.engine.read(told.staff("specialist")) as tx:
        view = cases.view(tx, case_id, "en")
    assert view.applicant_number == CHILD
    assert view.representative is not None
    assert view.representative["personal_number"] == PARENT
    assert view.representative["ground"] == {"ka": "მშობელი", "en": "parent"}
    filed = next(entry for entry in view.timeline if entry.kind == "case.filed")
    assert filed.params["for"] == parent.party_id
    told_of = next(entry for entry in view.timeline if entry.kind == "case.filed_for")
    assert told_of.params["name"]["en"].startswith("Demo Parent 1")


def test_submission__filed_for_a_company__keeps_who_filed_and_the_registers_answer(told: Office) -> None:
    director = acting(told, DIRECTOR, COMPANY)

    case_id = file_as(told, director)

    filed_by, mandate = stored(told, "select filed_by, mandate from submissions where case_id = %s", case_id)
    assert filed_by == director.person_id
    assert mandate["register"] == "company_registry"
    assert mandate["reference"].startswith("demo-")
    assert len(mandate["digest"]) == 64
    assert mandate["answered_at"].startswith("2026-09-01T06:00")
    applicant, company = stored(
        told,
        "select p.company_number, applicant_name->>'ka' from cases c join people p on p.id = applicant_id",
    )
    assert (applicant, company) == (COMPANY, "შპს „დემო საწარმო 1“")


def test_case__of_a_child__is_seen_by_both_parents_acting_for_it_and_by_nobody_else(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)

    assert sees(told, parent, case_id)
    assert sees(told, acting(told, OTHER_PARENT, CHILD), case_id)
    assert not sees(told, parent.oneself, case_id)
    assert not sees(told, told.person(CITIZEN), case_id)
    assert not sees(told, told.staff("specialist", "telavi"), case_id)
    assert (listed(told, parent), listed(told, parent.oneself)) == (1, 0)


def test_case__of_a_child_that_has_come_of_age__is_the_childs_alone(told: Office) -> None:
    case_id = file_as(told, acting(told, PARENT, CHILD_OF_AGE))
    told.clock.advance(timedelta(days=80))
    child = told.person(CHILD_OF_AGE)

    assert sees(told, child, case_id)
    assert not sees(told, acting_later(told, PARENT, CHILD_OF_AGE), case_id)


def acting_later(office: Office, by: str, number: str) -> Actor:
    """Return a person acting by a mandate that does not hold any more, as an old session would."""
    with office.engine.read(system()) as tx:
        acts_for = acting_by(tx, mandate_of(office, by, number))
    person = office.person(by)
    return Actor(person.person_id, by, acts_for=acts_for)


def test_represented_person__sees_who_acted_and_who_looked(told: Office) -> None:
    parent = acting(told, PARENT, CHILD_OF_AGE)
    case_id = file_as(told, parent)
    sees(told, parent, case_id)
    child = told.person(CHILD_OF_AGE)

    with told.engine.read(child) as tx:
        looked = reads.own_reads(tx).reads
        view = cases.view(tx, case_id, "en")

    assert [read.kind for read in looked] == ["case.read"]
    assert looked[0].is_by_representative
    assert {entry.who["en"] for entry in view.timeline if entry.who} == {"Demo Parent 1 (Keda)"}


def test_mandate__ended__hides_the_case_in_the_database(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)

    told.engine.send(KeepMandates(parent.person_id or 0, "parents", "demo-2", "00", ()), actor=system())

    with told.engine.read(parent) as tx:
        assert tx.scalar("select count(*) from cases where id = :id", id=case_id) == 0
        assert tx.scalar("select my_person()") is None
        assert tx.scalar("select my_writer()") == parent.person_id


@pytest.mark.parametrize("table", ["cases", "tasks", "letters", "submissions", "step_events", "mandates"])
def test_row__of_a_case_filed_for_another__does_not_exist_for_a_stranger(told: Office, table: str) -> None:
    file_as(told, acting(told, PARENT, CHILD))

    with told.engine.read(told.person(CITIZEN)) as tx:
        assert tx.scalar(f"select count(*) from {table}") == 0


def test_principal__with_a_foreign_mandate__is_nobody(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    file_as(told, parent)
    stranger = told.person(CITIZEN)

    with told.engine.read(Actor(stranger.person_id, CITIZEN, acts_for=parent.acts_for)) as tx:
        assert tx.scalar("select my_person()") is None
        assert tx.scalar("select count(*) from cases") == 0


def test_mandate__for_some_areas__shows_cases_of_these_alone(told: Office) -> None:
    guardian = acting(told, GUARDIAN, SUPPORTED)
    case_id = file_as(told, guardian)
    assert sees(told, guardian, case_id)

    with psycopg.connect(told.engine.settings.owner_url) as connection:
        connection.execute("update cases set area = 'administrative'")

    assert not sees(told, guardian, case_id)
    with told.engine.read(guardian) as tx:
        assert tx.scalar("select count(*) from letters") == 0


def test_drafts__for_a_child_and_for_oneself__are_two(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    save(told, parent.oneself, "own")
    save(told, parent, "the child's")

    assert draft_of(told, parent.oneself) == {"note": "own"}
    assert draft_of(told, parent) == {"note": "the child's"}
    assert draft_of(told, acting(told, OTHER_PARENT, CHILD)) is None
    with told.engine.read(parent) as tx:
        assert tx.scalar("select count(*) from drafts") == 1


def test_draft__for_another__goes_with_what_is_filed_and_the_own_one_stays(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    save(told, parent.oneself, "own")
    save(told, parent, "the child's")

    file_as(told, parent)

    assert draft_of(told, parent) is None
    assert draft_of(told, parent.oneself) == {"note": "own"}


def test_draft__when_the_mandate_has_ended__is_kept(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    save(told, parent, "the child's")
    told.engine.send(KeepMandates(parent.person_id or 0, "parents", "demo-2", "00", ()), actor=system())

    with pytest.raises(MandateRefused):
        file_as(told, parent)

    assert stored(told, "select answers->>'note' from drafts")[0] == "the child's"


def test_message__by_the_representative__says_who_and_for_whom(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)

    told.engine.send(WriteToCase(case_id, "a question"), actor=parent)

    author, applicant = stored(told, "select author_id, applicant_id from case_messages")
    assert (author, applicant) == (parent.person_id, parent.party_id)
    body = stored(
        told, "select body from stream_events where stream = %s order by seq desc", f"messages/{case_id}"
    )[0]
    assert canonical.loads(bytes(body))["for"] == parent.party_id


def test_withdrawal__by_the_parent_as_themselves__finds_no_case(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)

    with pytest.raises(NotFound):
        told.engine.send(WithdrawCase(case_id, expected_version=1), actor=parent.oneself)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "mandate.not_taken"),
        ({"for_others": {"takes": ["child", "company"]}}, "mandate.not_taken"),
        ({"for_others": {"takes": ["ward"]}}, "mandate.other_area"),
        ({"for_others": {"takes": ["ward"], "area": "administrative"}}, "mandate.other_area"),
    ],
)
def test_service__that_does_not_take_the_mandate__refuses(
    told: Office, settings: dict[str, Any], code: str
) -> None:
    supporter = acting(told, GUARDIAN, SUPPORTED)
    with told.engine.read(supporter) as tx:
        row = mandates.find(tx, supporter.acts_for.mandate_id if supporter.acts_for else UUID(int=0))

    with pytest.raises(MandateRefused) as refused:
        refuse_for(settings, row)

    assert refused.value.error_code == code


def test_copy__of_a_letter__goes_to_the_parent_until_the_custody_ends(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)

    assert copy_address(told, case_id, parent.party_id or 0) == "parent1@demo.invalid"
    told.engine.send(KeepMandates(parent.person_id or 0, "parents", "demo-2", "00", ()), actor=system())
    assert copy_address(told, case_id, parent.party_id or 0) == ""


def copy_address(office: Office, case_id: UUID, person_id: int) -> str:
    with office.engine.read(system(office.place())) as tx:
        return copy_of(tx, people.person(tx, person_id), case_id, language="en").address


def test_expression__of_a_case_filed_for_another__reads_the_representative(told: Office) -> None:
    case_id = file_as(told, acting(told, PARENT, CHILD))

    with told.engine.read(system(told.place())) as tx:
        row = case_store.load(tx, case_id)
        assert row is not None
        world = World(tx, row, published(tx, row.version_id))
        shown = world.evaluate('case.representative.name.en + " " + case.representative.ground.en', {})
    assert shown == "Demo Parent 1 (Keda) parent"


def test_key__used_for_oneself_and_again_for_a_child__is_refused(told: Office) -> None:
    parent, key = acting(told, PARENT, CHILD), uuid4()
    command = FileApplication(told.service, "keda", {"note": "a note"})
    told.engine.send(command, actor=parent.oneself, key=key)

    with pytest.raises(KeyReused):
        told.engine.send(command, actor=parent, key=key)
