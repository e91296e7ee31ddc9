"""A version for some municipalities first; what was published is taken back by one act with a reason."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege

from engine.bootstrap import build
from engine.catalogue.store import versions
from engine.clock import start_of_day
from engine.errors import NotAllowed, NotFound, Rejected
from engine.installation import loading
from engine.queries import catalogue, places
from engine.studio.commands.publishing import (
    NamePublisher,
    PublishService,
    ServicePublished,
    ServiceTakenBack,
    TakeBackPublication,
)
from engine.studio.commands.service_drafts import BeginServiceDraft
from engine.studio.queries import versions as query
from engine.tenancy import Actor, system
from tests.engine.kit import Office
from tests.engine.services import WAITING, write_service
from tests.engine.test_versions import TODAY, TOMORROW, digests, publish, second_version, version_of

ANALYST = "00000009001"
NEW = "permits.felling"


def new_service(folder: Path) -> Path:
    """Write the same service under a new code."""
    made = write_service(folder, body=WAITING)
    other = made.rename(made.parent / "felling")
    for path in ("service.json", "process.bpmn"):
        content = (other / path).read_text().replace("permits.note", NEW)
        (other / path).write_text(content)
    return other


def take_back(office: Office, by: Actor | None = None, **said: Any) -> ServiceTakenBack:
    command = TakeBackPublication(**{"service": office.service, "reason": "it sends people away", **said})
    done: ServiceTakenBack = office.engine.send(command, actor=by or system())
    return done


def acts(office: Office, service: str | None = None) -> list[Any]:
    with office.engine.read(system()) as tx:
        found = query.listed(tx, service or office.service)
    return sorted((act for version in found for act in version.publications), key=lambda act: act.id)


def offered(office: Office, place: str, service: str) -> bool:
    with office.engine.read(system()) as tx:
        shown = catalogue.by_life_event(tx, places.municipality(tx, place))
    return any(card.code == service for event in shown for card in event.services)


def where_found(office: Office) -> dict[str, set[str]]:
    with office.engine.read(system()) as tx:
        found = catalogue.search(tx, "Demo")
    return {service.service.code: {place.code for place in service.places} for service in found}


def test_version__for_one_municipality__leaves_the_other_the_old_one(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    second = publish(office, second_version(tmp_path), municipalities=("keda",)).digest

    there, elsewhere = office.file(), office.file(municipality="telavi")

    assert version_of(office, there.case_id) == second
    with office.engine.read(system(office.place("telavi"))) as tx:
        version_id = tx.scalar("select version_id from cases where id = :id", id=elsewhere.case_id)
        assert bytes(versions.load(tx, version_id).digest).hex() == first
    old, new = acts(office)
    assert (set(old.places), old.is_in_force) == (set(), True)
    assert (set(new.places), new.is_in_force) == ({"keda"}, True)


def test_new_service__for_one_municipality__is_invisible_in_the_other(office: Office, tmp_path: Path) -> None:
    publish(office, new_service(tmp_path), municipalities=("keda",))

    assert offered(office, "keda", NEW)
    assert not offered(office, "telavi", NEW)
    assert where_found(office)[NEW] == {"keda"}
    other = dataclasses.replace(office, service=NEW)
    assert other.file().case_id
    with pytest.raises(NotFound):
        other.file(municipality="telavi")


def test_version__for_all_after_one_for_some__is_in_force_everywhere(office: Office, tmp_path: Path) -> None:
    publish(office, second_version(tmp_path), municipalities=("keda",))
    third = publish(office, write_service(tmp_path / "third", body=WAITING)).digest

    assert version_of(office, office.file().case_id) == third
    assert [act.is_in_force for act in acts(office)] == [False, False, True]


def test_version__planned_for_some__counts_there_from_its_day(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    folder = second_version(tmp_path)
    second = publish(office, folder, municipalities=("keda",), effective_from=TOMORROW).digest

    today = version_of(office, office.file().case_id)
    office.clock.set(start_of_day(TOMORROW))

    assert (today, version_of(office, office.file().case_id)) == (first, second)


def test_past_day__with_cases_filed_elsewhere_alone__is_allowed(office: Office, tmp_path: Path) -> None:
    office.file(municipality="telavi")
    office.clock.advance(timedelta(days=3))

    done = publish(office, second_version(tmp_path), effective_from=TODAY, municipalities=("keda",))

    assert done.effective_from == TODAY


def test_municipality__that_nobody_knows__is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as refused:
        publish(office, second_version(tmp_path), municipalities=("atlantis",))

    assert refused.value.error_code == "publish.municipality_unknown"


def test_taking_back__brings_what_was_in_force_before__and_open_cases_go_on(
    office: Office, tmp_path: Path
) -> None:
    (first,) = digests(office)
    second = publish(office, second_version(tmp_path), municipalities=("keda",)).digest
    filed = office.file().case_id

    done = take_back(office, by=office.person(ANALYST))

    assert done.digests == (first,)
    assert version_of(office, office.file().case_id) == first
    assert version_of(office, filed) == second
    act = acts(office)[-1]
    assert (act.is_in_force, act.taken_back.on, act.taken_back.reason) == (
        False,
        TODAY,
        "it sends people away",
    )
    assert act.taken_back.who["en"] == "Demo Analyst 1"


def test_taking_back__new_service__leaves_nothing_in_force(office: Office, tmp_path: Path) -> None:
    publish(office, new_service(tmp_path), municipalities=("keda",))

    done = take_back(office, service=NEW)

    assert done.digests == ()
    assert not offered(office, "keda", NEW)
    loading.refuse_what_does_not_run(office.engine)


def test_taking_back__of_two_acts_with_different_places__restores_each_place(
    office: Office, tmp_path: Path
) -> None:
    (first,) = digests(office)
    second = publish(office, second_version(tmp_path), municipalities=("keda",)).digest
    publish(office, write_service(tmp_path / "third", body=WAITING))

    assert set(take_back(office).digests) == {first, second}
    assert version_of(office, office.file().case_id) == second


def test_taking_back__what_is_planned__never_counts(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    publish(office, second_version(tmp_path), effective_from=TOMORROW)

    take_back(office)
    office.clock.set(start_of_day(TOMORROW))

    assert version_of(office, office.file().case_id) == first


def refused(office: Office, by: Actor | None = None, **said: Any) -> str:
    with pytest.raises(Rejected) as caught:
        take_back(office, by, **said)
    return caught.value.error_code


def test_taking_back__without_reason_twice_or_of_what_counts_no_more__is_refused(
    office: Office, tmp_path: Path
) -> None:
    old = acts(office)[-1].id
    publish(office, second_version(tmp_path))

    assert refused(office, reason=" ") == "publish.reason_needed"
    assert refused(office, publication=old) == "publish.not_in_force"
    assert refused(office, service="permits.nothing") == "publish.not_in_force"
    newest = acts(office)[-1].id
    take_back(office, publication=newest)
    assert refused(office, publication=newest) == "publish.not_in_force"


def test_taking_back__by_somebody_without_the_right__is_refused(office: Office, tmp_path: Path) -> None:
    publish(office, second_version(tmp_path))

    for somebody in (office.staff("mayor"), office.person("00000000101")):
        with pytest.raises(NotAllowed):
            take_back(office, somebody)


def test_taking_back__in_production__takes_a_publisher_who_is_named(office: Office, tmp_path: Path) -> None:
    publish(office, second_version(tmp_path))
    engine = build(dataclasses.replace(office.engine.settings, mode="production"), clock=office.clock)
    production = Office(engine, office.clock, office.service)
    try:
        names = {"ka": "დემო", "en": "Demo"}
        engine.send(NamePublisher("01001000001", names, names), actor=system())

        assert refused(production, publisher=ANALYST) == "publish.not_a_publisher"
        assert take_back(production, publisher="01001000001").digests
    finally:
        engine.close()


@pytest.mark.parametrize(
    "statement", ["update publication_ends set reason = 'x'", "delete from publication_ends"]
)
def test_ends__changed_by_the_runtime_role__is_impossible(office: Office, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege), office.engine.read(system()) as tx:
        tx.run(statement)


def test_draft__of_a_service_that_is_in_force_for_some__begins_from_the_newest(
    office: Office, tmp_path: Path
) -> None:
    publish(office, second_version(tmp_path), municipalities=("keda",))
    draft_id = office.engine.send(BeginServiceDraft(office.service), actor=office.person(ANALYST))

    with office.engine.read(office.person(ANALYST)) as tx:
        base = tx.scalar("select base_version from service_drafts where id = :id", id=draft_id)
        assert bytes(versions.load(tx, base).digest).hex() == digests(office)[-1]


def test_publishing__for_some__is_told_again_to_whoever_asks_with_the_same_key(
    office: Office, tmp_path: Path
) -> None:
    key, folder = uuid4(), second_version(tmp_path)
    command = PublishService(folder, "tests", municipalities=("keda", "telavi"))
    first: ServicePublished = office.engine.send(command, actor=system(), key=key)
    newest = TakeBackPublication(office.service, "why")
    back = uuid4()

    assert office.engine.send(command, actor=system(), key=key) == first
    assert office.engine.send(newest, actor=system(), key=back) == office.engine.send(
        newest, actor=system(), key=back
    )
