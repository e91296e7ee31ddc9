"""For whom somebody may act: what registers say, chosen in a session, looked at again with each act."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from engine.commands.applications import FileApplication
from engine.commands.channels import ChooseChannel
from engine.commands.mandates import ActFor, KeepMandates
from engine.errors import NeedsCard, NotAllowed, NotFound
from engine.representation.mandate_enquiries import ask_all
from engine.representation.mandates import ForOneselfOnly, MandateRefused, RegisterAway
from engine.stores import mandates as store
from engine.tenancy import Actor, system
from tests.engine.acting import (
    ADVISED,
    CHILD,
    CHILD_OF_AGE,
    COMPANY,
    DIRECTOR,
    EARLIER_WARD,
    GONE_COMPANY,
    GUARDIAN,
    LOST_CHILD,
    OTHER_PARENT,
    PARENT,
    SUPPORTED,
    WARD,
    Registers,
    acting,
    acting_in_session,
    found,
    mandate_of,
    session_of,
)
from tests.engine.kit import CITIZEN, Office


def file_as(office: Office, actor: Actor) -> None:
    office.engine.send(FileApplication(office.service, "keda", {"note": "a note"}), actor=actor)


def count(office: Office, table: str) -> int:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(("by", "number"), [(PARENT, CHILD), (GUARDIAN, WARD), (DIRECTOR, COMPANY)])
def test_mandate__that_holds__is_acted_by(told: Office, by: str, number: str) -> None:
    actor = acting(told, by, number)

    assert actor.acts_for is not None
    assert (actor.personal_number, actor.party_number, actor.acts_for.refused) == (by, number, None)
    assert actor.party_id != actor.person_id


@pytest.mark.parametrize(
    ("by", "number", "code"),
    [
        (PARENT, LOST_CHILD, "mandate.custody_lost"),
        (GUARDIAN, EARLIER_WARD, "mandate.expired"),
        (GUARDIAN, ADVISED, "mandate.supports_only"),
        (DIRECTOR, GONE_COMPANY, "mandate.company_gone"),
    ],
)
def test_mandate__with_a_bar__is_refused_with_its_reason(
    told: Office, by: str, number: str, code: str
) -> None:
    with pytest.raises(MandateRefused) as refused:
        acting(told, by, number)

    assert refused.value.error_code == code


def test_mandate__of_somebody_else__does_not_exist(told: Office) -> None:
    acting(told, PARENT, CHILD)
    _, stranger = session_of(told, CITIZEN)

    with pytest.raises(NotFound):
        told.engine.send(ActFor(stranger.session_id, mandate_of(told, PARENT, CHILD)), actor=stranger.actor)


def test_session__of_somebody_else__can_not_be_changed(told: Office) -> None:
    acting(told, PARENT, CHILD)
    _, stranger = session_of(told, CITIZEN)
    _, own = session_of(told, PARENT)

    with pytest.raises(NotFound):
        told.engine.send(ActFor(stranger.session_id, mandate_of(told, PARENT, CHILD)), actor=own.actor)


def test_session__by_one_time_code__acts_for_nobody_else(told: Office) -> None:
    acting(told, PARENT, CHILD)
    _, session = session_of(told, PARENT)
    by_code = Actor(session.actor.person_id, PARENT, assurance="code")

    with pytest.raises(NeedsCard):
        told.engine.send(ActFor(session.session_id, mandate_of(told, PARENT, CHILD)), actor=by_code)


def test_acting__and_then_for_oneself__is_over(told: Office) -> None:
    token, actor = acting_in_session(told, PARENT, CHILD)

    told.engine.send(ActFor(found(told, token).session_id, None), actor=actor)

    assert found(told, token).actor.acts_for is None


def test_official__acting_for_a_child__holds_no_office(told: Office) -> None:
    keeper = told.person("00000002002")
    with told.engine.read(system()) as tx:
        known = store.of_person(tx, keeper.person_id or 0)
    assert known == []
    token, _ = session_of(told, "00000002002")
    assert found(told, token).actor.is_staff

    with psycopg.connect(told.engine.settings.owner_url) as connection:
        acting(told, PARENT, CHILD)
        connection.execute("update mandates set representative_id = %s", [keeper.person_id])
        connection.execute(
            "update sessions set mandate_id = (select id from mandates where kind = 'parent' limit 1)"
            " where person_id = %s",
            [keeper.person_id],
        )

    assert not found(told, token).actor.is_staff


def test_answer__that_names_a_mandate_no_more__ends_it(told: Office) -> None:
    actor = acting(told, PARENT, CHILD)
    told.engine.send(KeepMandates(actor.person_id or 0, "parents", "demo-2", "00", ()), actor=system())

    with pytest.raises(MandateRefused) as refused:
        file_as(told, actor)

    assert refused.value.error_code == "mandate.ended"


def test_answer__sent_by_a_person__is_not_taken(told: Office) -> None:
    person = told.person(PARENT)

    with pytest.raises(NotAllowed):
        told.engine.send(KeepMandates(person.person_id or 0, "parents", "x", "00", ()), actor=person)


def test_act__within_the_time_an_answer_lasts__asks_nobody(told: Office, simulator: Registers) -> None:
    actor = acting(told, PARENT, CHILD)
    simulator.fail("civil_registry")
    told.clock.advance(timedelta(minutes=10))

    file_as(told, actor)

    assert count(told, "cases") == 1


def test_act__when_the_answer_is_old_and_the_register_down__waits(told: Office, simulator: Registers) -> None:
    actor = acting(told, PARENT, CHILD)
    simulator.fail("civil_registry")
    told.clock.advance(timedelta(minutes=16))

    with pytest.raises(RegisterAway):
        file_as(told, actor)

    assert count(told, "cases") == 0
    simulator.fail()
    file_as(told, actor)
    assert count(told, "cases") == 1


def test_act__past_the_engine_that_asks__is_refused_by_the_bus(told: Office) -> None:
    actor = acting(told, PARENT, CHILD)
    told.clock.advance(timedelta(hours=1))

    with pytest.raises(RegisterAway):
        told.engine.bus.send(FileApplication(told.service, "keda", {"note": "a note"}), actor=actor)


def test_act__after_the_court_has_ended_the_custody__is_refused(told: Office, simulator: Registers) -> None:
    actor = acting(told, PARENT, CHILD)
    simulator.end((PARENT, CHILD))
    told.clock.advance(timedelta(minutes=16))

    with pytest.raises(MandateRefused) as refused:
        file_as(told, actor)

    assert refused.value.error_code == "mandate.custody_lost"
    assert count(told, "cases") == 0


def test_act__for_a_child_that_has_come_of_age__is_refused(told: Office) -> None:
    actor = acting(told, PARENT, CHILD_OF_AGE)
    told.clock.advance(timedelta(days=80))

    with pytest.raises(MandateRefused) as refused:
        file_as(told, actor)

    assert refused.value.error_code == "mandate.of_age"


def test_mandate__for_social_matters_only__files_a_social_service(told: Office) -> None:
    file_as(told, acting(told, GUARDIAN, SUPPORTED))

    assert count(told, "cases") == 1


def test_actor__with_a_made_up_mandate__is_refused(told: Office) -> None:
    actor = acting(told, PARENT, CHILD)
    assert actor.acts_for is not None
    other = told.person(OTHER_PARENT)
    stolen = Actor(other.person_id, OTHER_PARENT, acts_for=actor.acts_for)

    with pytest.raises(MandateRefused):
        told.engine.bus.send(FileApplication(told.service, "keda", {"note": "a note"}), actor=stolen)


def test_command__that_is_nobody_elses_business__is_refused(told: Office) -> None:
    with pytest.raises(ForOneselfOnly):
        told.engine.send(ChooseChannel(None, "ka"), actor=acting(told, PARENT, CHILD))


def test_registers__that_are_down__are_named_and_the_others_asked(told: Office, simulator: Registers) -> None:
    simulator.fail("guardianship")

    away = ask_all(told.engine.connections, told.engine.bus, told.person(PARENT))

    assert away == ("guardianship",)
    assert mandate_of(told, PARENT, CHILD)


def test_answer__kept__is_in_the_chain_with_reference_and_digest(told: Office) -> None:
    actor = acting(told, PARENT, CHILD)

    with told.engine.read(system()) as tx:
        bodies = tx.all(
            "select convert_from(body, 'UTF8')::jsonb as body from stream_events where stream = :stream",
            stream=f"enquiries/{actor.person_id}",
        )
    said = {row.body["register"]: row.body for row in bodies}
    assert set(said) == {"parents", "guardianship", "company_registry", "notary_chamber"}
    assert said["parents"]["reference"].startswith("demo-")
    assert len(said["parents"]["digest"]) == 64


def test_unknown_mandate__is_not_found(told: Office) -> None:
    _, session = session_of(told, PARENT)

    with pytest.raises(NotFound):
        told.engine.send(ActFor(session.session_id, uuid4()), actor=session.actor)
