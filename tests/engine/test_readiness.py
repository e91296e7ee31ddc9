"""Readiness: what modules need is derived from their services, and what is missing keeps them off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine.catalogue.folder import read_service
from engine.catalogue.needs import Needs, needs_of
from engine.catalogue.published import compile_version
from engine.clock import local_date
from engine.commands.offices import EndOffice, GiveOffice
from engine.commands.switches import SetSwitch
from engine.errors import NotAllowed, NotFound
from engine.installation.loading import BPMN
from engine.offices.readiness.rules import Facts, Installation, NotReady, Point, missing, points, said
from engine.queries import readiness
from engine.queries.readiness import Equipment
from engine.roles import ROLES
from engine.tenancy import Actor, system
from engine.texts import LANGUAGES
from tests.engine.kit import CITIZEN, Office

ADMIN, ACT = "municipal_admin", "Order No. 3"
NO_EQUIPMENT = Equipment(frozenset(), has_treasury=False)
EVERYTHING = Facts(
    held=dict.fromkeys(ROLES, 2),
    held_in={"mayor_rep": frozenset({None})},
    units={"a": {"ka": "ა", "en": "a"}},
    settlements=1,
    programmes=1,
    in_force=frozenset({"fee"}),
    own=frozenset({"fee"}),
    zones=1,
    letterhead={"official_name": {"ka": "ა"}, "address": {"ka": "ა"}, "phone": "1", "email": "a@b"},
    court={"name": {"ka": "ა"}, "address": {"ka": "ა"}},
    has_bank_details=True,
    centers=1,
    installation=Installation(has_seal=True, has_treasury=True),
)
ALL_NEEDS = Needs(
    roles=frozenset({"specialist", "mayor"}),
    lists=frozenset({"settlements", "programmes"}),
    parameters=frozenset({"fee"}),
    unit_roles=frozenset({"mayor_rep"}),
    has_zones=True,
    has_court=True,
    has_seal=True,
    has_payment=True,
    is_at_centers=True,
)
FEE = {"fee": {"ka": "მოსაკრებელი", "en": "fee"}}


def needs_of_service(code: str) -> Needs:
    module, name = code.split(".")
    read = read_service(BPMN / module / name)
    return needs_of(compile_version(1, code, module, settings=read.settings, files=read.files_in_force))


def found(facts: Facts) -> dict[str, Point]:
    return {point.code: point for point in points([ALL_NEEDS], facts, FEE)}


def test_needs__of_the_first_service__are_its_roles_its_list_and_its_parameters() -> None:
    needs = needs_of_service("high_mountain.grant")

    assert needs.roles == {
        "chancellery", "specialist", "head_of_service", "lawyer", "mayor_rep", "commission", "mayor",
    }  # fmt: skip
    assert needs.lists == {"settlements"}
    assert {"gac.decision", "hm.min_months", "hm.visit", "gac.court"} <= needs.parameters
    assert needs.unit_roles == {"mayor_rep"}
    assert needs.has_court and needs.has_seal and not needs.has_zones


def test_needs__of_a_block_that_is_told_its_role__name_that_role() -> None:
    assert "architect" in needs_of_service("construction.permit").roles
    assert needs_of_service("social.apply").lists == {"programmes"}
    assert needs_of_service("construction.permit").has_payment


def test_points__where_everything_is_there__lack_nothing() -> None:
    assert [point.code for point in points([ALL_NEEDS], EVERYTHING, FEE) if not point.is_there] == []


def test_points__where_nothing_is_there__require_what_cases_stop_without() -> None:
    lacking = points([ALL_NEEDS], Facts(installation=Installation(has_seal=False, has_treasury=False)), FEE)

    assert {point.code for point in missing(lacking, is_required=True)} == {
        "staff", "settlements", "programmes", "parameters",
    }  # fmt: skip
    assert {point.code for point in missing(lacking, is_required=False)} == {
        "own_values", "units", "zones", "letterhead", "court", "bank_details", "seal",
        "treasury", "centers",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_points__whether_there_or_missing__have_words(language: str) -> None:
    for facts in (EVERYTHING, Facts(installation=Installation(has_seal=False, has_treasury=False))):
        for point in points([ALL_NEEDS], facts, FEE):
            assert said(point, language)
            assert point.mended is not None


def test_points__a_role_of_one_person__has_nobody_who_stands_in() -> None:
    single = found(Facts(held={"specialist": 1, "mayor": 2}))["substitutes"]

    assert not single.is_there and not single.is_required
    assert [names["en"] for names in single.about] == ["case officer"]


def test_points__a_unit_for_which_nobody_holds_the_office__is_named() -> None:
    units = {code: {"ka": code, "en": code} for code in ("a", "b")}

    limited = found(Facts(held_in={"mayor_rep": frozenset({"a"})}, units=units))["unit_staff"]
    whole = found(Facts(held_in={"mayor_rep": frozenset({None})}, units=units))["unit_staff"]

    assert [names["en"] for names in limited.about] == ["b"]
    assert whole.is_there


def switch_on(office: Office, municipality: str, *, by: Actor, on: date | None = None) -> None:
    day = on or local_date(office.clock.now())
    office.engine.send(SetSwitch(municipality, "permits", is_on=True, act=ACT, valid_from=day), actor=by)


def give(office: Office, role: str, municipality: str, *, on: date) -> None:
    names = dict.fromkeys(LANGUAGES, "x")
    command = GiveOffice(CITIZEN, role, municipality, ACT, on, None, given_name=names, family_name=names)
    office.engine.send(command, actor=system())


def test_module__without_anybody_for_a_step__is_not_switched_on_and_says_who_is_missing(
    office: Office,
) -> None:
    today = local_date(office.clock.now())
    give(office, ADMIN, "kutaisi", on=today)
    admin = office.person(CITIZEN)

    with pytest.raises(NotReady) as refused:
        switch_on(office, "kutaisi", by=admin)

    assert "case officer" in refused.value.params["missing"]["en"]
    assert "სპეციალისტი" in refused.value.params["missing"]["ka"]
    with pytest.raises(NotFound):
        office.file(municipality="kutaisi")


def test_module__whose_staff_begins_later__is_switched_on_from_that_day(office: Office) -> None:
    today = local_date(office.clock.now())
    later = today + timedelta(3)
    give(office, ADMIN, "kutaisi", on=today)
    give(office, "specialist", "kutaisi", on=later)
    admin = office.person(CITIZEN)

    with pytest.raises(NotReady):
        switch_on(office, "kutaisi", by=admin)
    switch_on(office, "kutaisi", by=admin, on=later)


def read(office: Office, actor: Actor, code: str = "keda") -> Any:
    with office.engine.read(actor) as tx:
        return readiness.page(tx, code, NO_EQUIPMENT)


def end_everybody(office: Office, role: str) -> None:
    today = local_date(office.clock.now())
    with office.engine.read(system()) as tx:
        rows = tx.all(
            """select p.personal_number as number, g.unit_code as unit from role_grants g
            join people p on p.id = g.person_id join municipalities m on m.id = g.municipality_id
            where m.code = 'keda' and g.role = :role""",
            role=role,
        )
    for row in rows:
        office.engine.send(EndOffice(row.number, role, "keda", ACT, today, unit=row.unit), actor=system())


def test_readiness__when_somebody_leaves__says_so_to_administrator_and_head(office: Office) -> None:
    admin, head = office.staff(ADMIN), office.staff("head_of_service")
    before = read(office, admin)

    end_everybody(office, "specialist")

    assert before.broken == ()
    for actor in (admin, head):
        (module,) = [module for module in read(office, actor).broken if module.code == "permits"]
        assert [point.code for point in module.lacks] == ["staff"]
        with office.engine.read(actor) as tx:
            assert [len(place.broken) for place in readiness.own(tx, NO_EQUIPMENT)] == [1]


def test_readiness__for_others__is_closed(office: Office) -> None:
    others = (office.person(CITIZEN), office.staff("specialist"), office.staff(ADMIN, "telavi"))
    for other in others:
        with pytest.raises(NotAllowed):
            read(office, other)
        with office.engine.read(other) as tx, pytest.raises(NotAllowed):
            readiness.everywhere(tx, NO_EQUIPMENT)
    with pytest.raises(NotFound):
        read(office, office.staff(ADMIN), "nowhere")


def test_readiness__of_all_municipalities__takes_no_more_statements_than_of_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(code: str | None) -> int:
        with office.engine.read(system()) as tx:
            asked.clear()
            for name in ("all", "one", "scalar"):
                run = getattr(tx, name)
                monkeypatch.setattr(
                    tx, name, lambda sql, _run=run, **values: asked.append(sql) or _run(sql, **values)
                )
            if code is None:
                readiness.everywhere(tx, NO_EQUIPMENT)
            else:
                readiness.page(tx, code, NO_EQUIPMENT)
        return len(asked)

    counted("keda")  # compiles

    assert counted(None) <= counted("keda")


def test_point__of_settlements_that_end_within_a_year__warns_and_forbids_nothing() -> None:
    ending = found(replace(EVERYTHING, settlements_end=date(2027, 3, 1)))["lasting"]

    assert (ending.is_there, ending.is_required) == (False, False)
    assert "28.02.2027" in said(ending, "ka") and "28.02.2027" in said(ending, "en")
    assert found(EVERYTHING)["lasting"].is_there
