"""Where copies of letters go of a case that was filed for another: who may choose, and until when."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from engine.commands.channels import ChooseChannel, DropChannelOfCase, StopCopies
from engine.commands.mandates import KeepMandates
from engine.errors import NotFound
from engine.notifications.channels import Copy, StopLinks
from engine.notifications.copies import copy_of
from engine.queries import channels
from engine.stores import people
from engine.tenancy import Actor, system
from tests.engine.acting import (
    ATTORNEY,
    CHILD,
    CHILD_OF_AGE,
    OTHER_PARENT,
    PARENT,
    PRINCIPAL,
    acting,
)
from tests.engine.kit import CITIZEN, Office
from tests.engine.test_on_behalf import file_as

PHONE = "+995555999120"


def a_contact(office: Office, person: Actor, kind: str = "phone", address: str = PHONE) -> int:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        found = connection.execute(
            "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)"
            " values (%s, %s, %s, 'card', %s, now()) returning id",
            (person.person_id, kind, address, person.person_id),
        ).fetchone()
    assert found is not None
    return int(found[0])


def copy_now(office: Office, case_id: UUID, applicant_id: int | None) -> Copy:
    with office.engine.read(system(office.place())) as tx:
        return copy_of(tx, people.person(tx, applicant_id or 0), case_id, language="en")


def test_choice__of_a_parent__is_for_the_childs_case_until_the_custody_ends(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id, other = file_as(told, parent), file_as(told, parent)

    told.engine.send(ChooseChannel(a_contact(told, parent), "ka", case_id), actor=parent)

    copy = copy_now(told, case_id, parent.party_id)
    assert (copy.by, copy.address, copy.language, copy.chooser) == ("sms", PHONE, "ka", parent.person_id)
    assert copy_now(told, other, parent.party_id).address == "parent1@demo.invalid"
    told.engine.send(KeepMandates(parent.person_id or 0, "parents", "demo-2", "00", ()), actor=system())
    assert copy_now(told, case_id, parent.party_id).by == "portal"


def test_choice__dropped__is_as_usual_again(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)
    told.engine.send(ChooseChannel(None, "ka", case_id), actor=parent)
    assert copy_now(told, case_id, parent.party_id).by == "portal"

    told.engine.send(DropChannelOfCase(case_id), actor=parent)

    assert copy_now(told, case_id, parent.party_id).address == "parent1@demo.invalid"


def test_choices__of_both_sides__the_later_counts(told: Office) -> None:
    attorney, principal = acting(told, ATTORNEY, PRINCIPAL), told.person(PRINCIPAL)
    case_id = file_as(told, attorney)
    own = a_contact(told, principal, "email", "own@demo.invalid")
    told.engine.send(ChooseChannel(None, "ka"), actor=principal)  # for all cases: less than for one
    told.engine.send(ChooseChannel(a_contact(told, attorney), "ka", case_id), actor=attorney)
    assert copy_now(told, case_id, principal.person_id).by == "sms"

    told.clock.advance(timedelta(minutes=1))
    told.engine.send(ChooseChannel(own, "en", case_id), actor=principal)

    copy = copy_now(told, case_id, principal.person_id)
    assert (copy.address, copy.chooser) == ("own@demo.invalid", None)


def test_choice__outside_the_matters_of_a_power__does_not_count(told: Office) -> None:
    attorney = acting(told, ATTORNEY, PRINCIPAL)
    case_id = file_as(told, attorney)
    told.engine.send(ChooseChannel(a_contact(told, attorney), "ka", case_id), actor=attorney)

    with psycopg.connect(told.engine.settings.owner_url) as connection:
        connection.execute("update cases set area = 'health'")

    assert copy_now(told, case_id, attorney.party_id).address == "principal1@demo.invalid"


def test_choice__by_a_stranger_or_of_a_foreign_address__finds_nothing(told: Office) -> None:
    parent, other = acting(told, PARENT, CHILD), acting(told, OTHER_PARENT, CHILD)
    case_id = file_as(told, parent)
    foreign = a_contact(told, other)

    for actor, contact in ((told.person(CITIZEN), None), (parent.oneself, None), (parent, foreign)):
        with pytest.raises(NotFound):
            told.engine.send(ChooseChannel(contact, "ka", case_id), actor=actor)

    told.engine.send(ChooseChannel(foreign, "ka", case_id), actor=other)
    assert copy_now(told, case_id, parent.party_id).chooser == other.person_id


def test_link__in_a_copy_to_the_representative__stops_theirs_for_good(told: Office) -> None:
    parent = acting(told, PARENT, CHILD)
    case_id = file_as(told, parent)
    told.engine.send(ChooseChannel(a_contact(told, parent), "ka", case_id), actor=parent)
    chooser = copy_now(told, case_id, parent.party_id).chooser
    assert chooser is not None

    told.engine.send(StopCopies(StopLinks(told.engine.settings.secret).token(chooser)), actor=Actor())

    assert copy_now(told, case_id, parent.party_id).by == "portal"


def test_place_of_copies__is_told_and_an_address_only_to_its_owner(told: Office) -> None:
    parent = acting(told, PARENT, CHILD_OF_AGE)
    case_id, child = file_as(told, parent), told.person(CHILD_OF_AGE)
    with told.engine.read(child) as tx:
        own = channels.of_case(tx, case_id)
    with told.engine.read(parent) as tx:
        seen = channels.of_case(tx, case_id)
        assert tx.actor == parent
    assert own.address and own.by == seen.by == "email"
    assert seen.address == ""

    told.engine.send(ChooseChannel(a_contact(told, parent), "ka", case_id), actor=parent)

    with told.engine.read(parent) as tx:
        assert channels.of_case(tx, case_id).address == PHONE
