"""Which entries and cases count for the preconditions of the services that have them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest

from engine.cases import preconditions
from engine.catalogue.offers import offered
from engine.catalogue.preconditions import preconditions_of
from engine.errors import Rejected
from engine.installation.loading import BPMN
from tests.web.applications import actor_of
from tests.web.browser import Browser
from tests.web.desk import CITIZEN, Desk

AID, CONDITIONS = "social.apply", "construction.conditions"
PLOT, OTHER_PLOT = "51.09.15.130", "51.09.15.131"
ENTRY = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, state, recorded_at)
select gen_random_uuid(), %(register)s, c.municipality_id, true, %(key)s, c.applicant_id, %(fields)s,
       date '2026-02-01', c.id, %(state)s, now()
from cases c order by c.filed_at limit 1
"""
AS_IF = """
update cases set service_code = %(service)s, document = jsonb_build_object('application', %(answers)s::jsonb)
"""
SERVICES = {
    settings["code"]: settings
    for path in BPMN.glob("*/*/service.json")
    for settings in [json.loads(path.read_text())]
}


@pytest.fixture
def citizen(desk: Desk) -> Browser:
    return desk.filed(runs_jobs=False).browser


def run(desk: Desk, query: str, **given: Any) -> None:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(query.encode(), given)


def entry(desk: Desk, register: str, key: str, state: str, fields: Mapping[str, Any]) -> None:
    run(desk, ENTRY, register=register, key=key, state=state, fields=json.dumps(fields))


def unmet(
    desk: Desk, browser: Browser, service: str, place: str = "keda", **answers: Any
) -> tuple[preconditions.UnmetPrecondition, ...]:
    with desk.engine.read(actor_of(browser)) as tx:
        municipality, version = offered(tx, service, place)
        return preconditions.unmet(tx, version, municipality.id, answers)


def codes(*found: Any, **more: Any) -> list[str]:
    return [told.code for told in unmet(*found, **more)]


@pytest.mark.parametrize(
    ("key", "state", "programme", "at_once", "asked"),
    [
        (f"{CITIZEN}/medicines/2026", "given", "medicines", ["not_helped"], ["not_helped"]),
        (f"{CITIZEN}/medicines/2025", "given", "medicines", [], []),
        (f"{CITIZEN}/medicines/2026", "not_paid", "medicines", [], []),
        (f"{CITIZEN}/treatment/2026", "given", "treatment", ["not_helped"], []),
        (f"{CITIZEN}/newborn", "given", "newborn", [], []),
    ],
)
def test_aid__given_before__counts_within_the_period_and_for_the_same_programme(
    desk: Desk,
    citizen: Browser,
    key: str,
    state: str,
    programme: str,
    at_once: list[str],
    asked: list[str],
) -> None:
    fields = {"programme": programme, "programme_name": "დემო", "amount_tetri": 12_300}
    entry(desk, "aid", key, state, fields)

    assert codes(desk, citizen, AID) == at_once
    assert codes(desk, citizen, AID, programme="medicines") == asked
    assert codes(desk, citizen, AID, "telavi") == []


def test_aid__given_before__is_told_with_its_programme_and_amount(desk: Desk, citizen: Browser) -> None:
    fields = {"programme": "medicines", "programme_name": "დემო წამლები", "amount_tetri": 12_300}
    entry(desk, "aid", f"{CITIZEN}/medicines/2026", "given", fields)

    page = citizen.get("/municipalities/keda/services/social.apply").text

    assert "Sub-programme: დემო წამლები" in page and "123.00" in page


def test_aid__asked_for_and_undecided__counts_for_the_same_programme(desk: Desk, citizen: Browser) -> None:
    run(desk, AS_IF, service=AID, answers=json.dumps({"programme": "medicines"}))

    (told,) = unmet(desk, citizen, AID, programme="medicines")
    assert told.code == "not_asked" and [case.number for case in told.cases] == ["KEDA-HM-2026-000001"]
    assert codes(desk, citizen, AID, programme="treatment") == codes(desk, citizen, AID) == []
    assert codes(desk, citizen, AID, "telavi", programme="medicines") == []
    run(desk, "update cases set decided_on = filed_at::date")
    assert codes(desk, citizen, AID, programme="medicines") == []


def test_plot__with_conditions_in_force__needs_no_others(desk: Desk, citizen: Browser) -> None:
    fields = {"cadastral_code": PLOT, "valid_until": "2027-01-01"}
    entry(desk, "conditions", "KEDA-C-1", "active", fields)

    assert codes(desk, citizen, CONDITIONS) == []
    assert codes(desk, citizen, CONDITIONS, cadastral_code=PLOT) == ["not_given"]
    assert codes(desk, citizen, CONDITIONS, cadastral_code=OTHER_PLOT) == []
    run(desk, "update register_entries set fields = jsonb_set(fields, '{valid_until}', '\"2026-01-01\"')")
    assert codes(desk, citizen, CONDITIONS, cadastral_code=PLOT) == []


@pytest.mark.parametrize(
    ("service", "register", "code"),
    [
        ("construction.project", "conditions", "has_conditions"),
        ("construction.acceptance", "permits", "has_permit"),
    ],
)
def test_stage__without_the_one_before__is_told_at_once(
    desk: Desk, citizen: Browser, service: str, register: str, code: str
) -> None:
    before = codes(desk, citizen, service)
    entry(desk, register, "KEDA-1", "active", {})

    assert (before, codes(desk, citizen, service)) == ([code], [])


def test_plot__with_a_permit_in_force__is_told(desk: Desk, citizen: Browser) -> None:
    entry(desk, "permits", "KEDA-P-1", "in_force", {"cadastral_code": PLOT, "valid_until": "2027-01-01"})

    assert codes(desk, citizen, "construction.permit", cadastral_code=PLOT) == ["not_given"]
    assert codes(desk, citizen, "construction.permit", cadastral_code=OTHER_PLOT) == []


@pytest.mark.parametrize(
    ("service", "state", "code"),
    [
        ("high_mountain.restore", "active", ["suspended"]),
        ("high_mountain.restore", "suspended", []),
        ("high_mountain.suspend", "suspended", ["not_suspended"]),
        ("high_mountain.suspend", "active", []),
    ],
)
def test_status__in_another_state_than_is_needed__is_told(
    desk: Desk, citizen: Browser, service: str, state: str, code: list[str]
) -> None:
    entry(desk, "residents", CITIZEN, state, {})

    assert codes(desk, citizen, service) == code


def test_status__that_is_asked_to_end__is_told_where_it_is_to_go_on(desk: Desk, citizen: Browser) -> None:
    entry(desk, "residents", CITIZEN, "active", {})
    run(desk, "update cases set service_code = 'high_mountain.terminate'")

    assert codes(desk, citizen, "high_mountain.suspend") == ["not_ending"]


def test_entry__that_no_condition_can_read__keeps_nobody_from_filing(desk: Desk, citizen: Browser) -> None:
    entry(desk, "aid", f"{CITIZEN}/gone/2026", "given", {"programme": "gone"})

    assert codes(desk, citizen, AID) == []


def test_unmet__one_refuses_and_another_is_not_confirmed__refuses_first() -> None:
    warning = preconditions.UnmetPrecondition("warned", False, {"ka": "ა", "en": "a"})
    refusal = preconditions.UnmetPrecondition("refused", True, {"ka": "ბ", "en": "b"})

    for unmet, confirmed, code in (
        ((warning, refusal), (), "filing.precondition_not_met"),
        ((refusal,), None, "filing.precondition_not_met"),
        ((refusal,), ("refused",), "filing.precondition_not_met"),
        ((warning,), (), "filing.warning_not_confirmed"),
    ):
        with pytest.raises(Rejected) as refused:
            preconditions.refuse_unmet(unmet, confirmed)
        assert refused.value.error_code == code
    preconditions.refuse_unmet((warning,), ("warned",))
    preconditions.refuse_unmet((warning,), None)


def test_preconditions__of_services__name_services_that_exist() -> None:
    named = {
        (code, other)
        for code, settings in SERVICES.items()
        for precondition in preconditions_of(settings)
        for other in precondition.services
    }

    assert named and [pair for pair in named if pair[1] not in SERVICES] == []
