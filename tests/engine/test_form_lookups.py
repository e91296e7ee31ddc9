"""What forms may ask of places, registers and the civil registry: a real database, a simulated registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from engine.answers.enquiries import MOST_AN_HOUR, ask, asking
from engine.answers.lookups import FormLookups, form_lookups
from engine.bootstrap import Engine
from engine.catalogue.offers import offered
from engine.clock import local_date
from engine.connectors.civil_registry import CivilRegistry
from engine.queries import reads
from engine.stores import registers
from engine.stores.country import country
from engine.tenancy import Actor, system
from forms import Option
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, PersonFound
from tests.demo.processes import running
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

BORN = "1968-03-14"  # of the demo citizen


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running("demo.registries") as address:
        yield address


@pytest.fixture
def asks(plain: Office, simulator: str) -> Iterator[Engine]:
    """The engine of an office with a registry behind it."""
    fault(simulator, mode="ok")
    registry = CivilRegistry(simulator, read_seconds=0.5)
    yield replace(plain.engine, connections=replace(plain.engine.connections, civil_registry=registry))
    registry.close()


def fault(simulator: str, **how: Any) -> None:
    httpx.put(f"{simulator}/_faults", json={"civil_registry": how}, trust_env=False).raise_for_status()


def lookups(office: Office, actor: Actor, *, language: str = "en") -> FormLookups:
    """The lookups as a query gives them to a page; its transaction has ended."""
    with office.engine.read(actor) as tx:
        place, version = offered(tx, office.service, "keda")
        found = form_lookups(tx, version, place.id, language=language, on=local_date(tx.now))
        return replace(found, _country=country(tx, place.id))


def said_in_a_command(office: Office, actor: Actor, number: str, born: str) -> PersonFound:
    """What a handler learns, which asks nobody."""
    with office.engine.read(actor) as tx:
        place, version = offered(tx, office.service, "keda")
        found = form_lookups(tx, version, place.id, language="ka", on=local_date(tx.now))
        return found.person(number, born)


def enquiries(office: Office, actor: Actor) -> list[str]:
    with office.engine.read(actor) as tx:
        return [row.state for row in tx.all("select state from person_enquiries order by asked_at, id")]


def test_places__of_the_country__are_options_in_the_language(plain: Office) -> None:
    found = lookups(plain, plain.person(CITIZEN))

    assert found.municipality == "keda"
    assert Option("keda", "Keda") in found.municipalities()
    assert [option.value for option in found.units("keda")] == ["keda-unit-1", "keda-unit-2"]
    assert {option.value for option in found.settlements("keda", "keda-unit-1")} < {
        option.value for option in found.settlements("keda", "")
    }
    assert found.units("nowhere") == found.settlements("nowhere", "") == ()


def test_places__settlement_that_is_no_more__is_not_offered(plain: Office) -> None:
    actor = plain.person(CITIZEN)
    now = lookups(plain, actor)
    before = replace(now, on=date(2020, 1, 1), _asked={})

    assert now.settlements("keda", "")
    assert before.settlements("keda", "") == ()


def test_person__asked_on_a_page__is_known_to_the_command_that_follows(plain: Office, asks: Engine) -> None:
    actor = plain.person(OTHER_CITIZEN)

    before = said_in_a_command(plain, actor, CITIZEN, BORN)
    found = asking(lookups(plain, actor), asks, actor).person(CITIZEN, BORN)
    after = said_in_a_command(plain, actor, CITIZEN, BORN)

    assert before.state == UNAVAILABLE
    assert found == PersonFound(FOUND, "დემო", "მოქალაქე 1 (ქედა)")
    assert after == found
    assert said_in_a_command(plain, plain.person(CITIZEN), CITIZEN, BORN).state == UNAVAILABLE


@pytest.mark.parametrize(("number", "born"), [(CITIZEN, "1968-03-15"), ("99999999999", BORN)])
def test_person__wrong_day_or_number__is_not_found_alike(
    plain: Office, asks: Engine, number: str, born: str
) -> None:
    actor = plain.person(OTHER_CITIZEN)

    found = asking(lookups(plain, actor), asks, actor).person(number, born)

    assert found == PersonFound(NOT_FOUND)
    assert said_in_a_command(plain, actor, number, born) == found


def test_person__asked_again__is_not_asked_of_the_registry(
    plain: Office, asks: Engine, simulator: str
) -> None:
    actor = plain.person(OTHER_CITIZEN)
    page = asking(lookups(plain, actor), asks, actor)
    first = page.person(CITIZEN, BORN)
    fault(simulator, mode="down")

    again = page.person(CITIZEN, BORN)

    assert again == first
    assert enquiries(plain, actor) == [FOUND]


def test_person__registry_away__is_asked_again_only_after_a_while(
    plain: Office, asks: Engine, simulator: str
) -> None:
    actor = plain.person(OTHER_CITIZEN)
    page = asking(lookups(plain, actor), asks, actor)
    fault(simulator, mode="down")

    away = [page.person(CITIZEN, BORN).state, page.person(CITIZEN, BORN).state]
    kept = enquiries(plain, actor)
    fault(simulator, mode="ok")
    plain.clock.set(plain.clock.now() + timedelta(minutes=2))

    assert away == [UNAVAILABLE, UNAVAILABLE]
    assert kept == [UNAVAILABLE]
    assert page.person(CITIZEN, BORN).state == FOUND


def test_person__very_many_in_an_hour__are_not_asked(plain: Office, asks: Engine) -> None:
    actor = plain.person(OTHER_CITIZEN)
    page = asking(lookups(plain, actor), asks, actor)
    for number in range(MOST_AN_HOUR):
        page.person(f"{number:011}", BORN)

    beyond = page.person(CITIZEN, BORN)
    plain.clock.set(plain.clock.now() + timedelta(hours=2))
    later = page.person(CITIZEN, BORN)

    assert (beyond.state, later.state) == (UNAVAILABLE, FOUND)


def test_person__old_enquiries__are_forgotten(plain: Office, asks: Engine) -> None:
    actor = plain.person(OTHER_CITIZEN)
    page = asking(lookups(plain, actor), asks, actor)
    page.person(CITIZEN, BORN)
    plain.clock.set(plain.clock.now() + timedelta(days=3))

    page.person("99999999999", BORN)

    assert enquiries(plain, actor) == [NOT_FOUND]


def test_person__asked_about_by_a_form__sees_that_with_purpose_and_law_and_not_by_whom(
    plain: Office, asks: Engine
) -> None:
    actor = plain.person(OTHER_CITIZEN)
    asking(lookups(plain, actor), asks, actor).person(CITIZEN, BORN)

    with plain.engine.read(plain.person(CITIZEN)) as tx:
        (found,) = reads.own_reads(tx).reads
    with plain.engine.read(actor) as tx:
        assert reads.own_reads(tx).reads == ()

    assert (found.kind, found.register, found.case_number) == ("registry.asked", "civil_registry", None)
    assert found.purpose is not None and found.law is not None and found.law["en"].endswith("article 1")
    assert str(actor.person_id) not in repr(found)


def test_person__nobody_signed_in__asks_nobody(plain: Office, asks: Engine) -> None:
    version = lookups(plain, plain.person(CITIZEN)).version

    found = ask(asks, Actor(None), CITIZEN, BORN, version=version)

    assert found.state == UNAVAILABLE


def test_entry__seen_by_its_person_and_the_office__is_not_there_for_others(
    plain: Office, asks: Engine
) -> None:
    owner, place = plain.person(CITIZEN), plain.place()
    filed = plain.file(by=CITIZEN)
    with plain.engine.read(system(place)) as tx:
        kept = registers.insert(
            tx, id=uuid4(), register="permits", municipality_id=place, is_single=True, key="N1",
            person_id=owner.person_id, fields={}, valid_from=date(2026, 1, 1), case_id=filed.case_id,
            order_number=None,
        )  # fmt: skip
    assert kept

    def sees(actor: Actor, key: str) -> bool | None:
        return asking(lookups(plain, actor), asks, actor).has_entry("permits", key)

    others = (plain.person(OTHER_CITIZEN), plain.staff("specialist", "telavi"))
    assert [sees(actor, "N1") for actor in (owner, plain.staff("specialist"), *others)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert sees(owner, "N2") is False
