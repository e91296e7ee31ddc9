"""One sub-programme of a draft: what it has to say, who may say it, and what came before."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from engine.catalogue.programmes import Programme, read_programmes
from engine.errors import EngineError
from engine.installation import loading
from engine.programmes.commands import RemoveSubProgramme, SetSubProgramme
from engine.programmes.rules.codes import code_of
from engine.programmes.rules.entries import OF_THE_ACT, SubProgrammeInvalid, check
from engine.programmes.rules.force import (
    CHANGED,
    ENDS,
    NEW,
    SAME,
    Before,
    Period,
    compared,
    in_force,
    to_enter,
)
from tests.programmes.kit import SCHOOL, SCHOOL_CODE, Programmes

ACT = {"law": {"act": {"ka": "აქტი", "en": "act"}, "article": None}, "confidence": "sourced"}
PROGRAMMES = read_programmes(loading.BPMN)


def changed(place: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return the entry with another value at a place."""
    content = {**deepcopy(SCHOOL), "code": SCHOOL_CODE}
    around = content
    for step in place[:-1]:
        around = around[step]
    around[place[-1]] = value
    return content


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda one: f"{one.municipality}/{one.code}")
def test_entry__of_the_files__is_what_a_draft_may_say(programme: Programme) -> None:
    said = {name: value for name, value in programme.content.items() if name not in OF_THE_ACT}

    check(said, year=2026, known=frozenset(entry.code for entry in PROGRAMMES))


@pytest.mark.parametrize(
    ("place", "value", "field", "wrong"),
    [
        (("names", "ka"), "", "names.ka", "missing"),
        (("names", "en"), "x" * 201, "names.en", "long"),
        (("route",), "", "route", "choice"),
        (("budget_line",), "ქ 1", "budget_line", "text"),
        (("amount", "figures"), {}, "figures.amount", "missing"),
        (("amount", "figures"), {"amount": 0}, "figures.amount", "number"),
        (("amount", "figures"), {"amount": "?"}, "figures.amount", "number"),
        (("amount", "rule"), "share", "percent", "missing"),
        (("amount", "score_at_most"), 100, "score_at_most", "unused"),
        (("conditions", "score_at_most"), "?", "score_needed", "number"),
        (("conditions", "not_beside"), ["gone"], "not_beside", "beside"),
        (("documents",), [{"code": "a", "names": {"ka": "ა", "en": ""}}], "documents.0.names.en", "missing"),
        (("documents",), [{"code": "a", "names": {"ka": "ა", "en": "a"}}] * 2, "documents", "twice"),
        (("valid_from",), "2028-01-01", "valid_from", "year"),
        (("valid_from",), "soon", "valid_from", "date"),
        (("valid_until",), "2028-02-01", "valid_until", "order"),
        (("planned_tetri",), "?", "planned_tetri", "number"),
    ],
)
def test_entry__with_a_wrong_field__is_told_at_that_field(
    place: tuple[str, ...], value: Any, field: str, wrong: str
) -> None:
    with pytest.raises(SubProgrammeInvalid) as refused:
        check(changed(place, value), year=2027, known=frozenset({SCHOOL_CODE}))

    assert refused.value.fields[field] == wrong


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("names",), "school", "names"),
        (("names", "ka"), 7, "names.ka"),
        (("amount",), [], "amount"),
        (("conditions", "not_beside"), "gone", "not_beside"),
        (("documents",), ["paper"], "documents.0"),
        (("extra",), 1, "content"),
        (("amount", "figures"), {"amount": 1, "Ü": 1}, "figures"),
        (("planned_tetri",), True, "planned_tetri"),
    ],
)
def test_entry__that_no_form_would_send__is_refused_at_its_field(
    office: Programmes, place: tuple[str, ...], value: Any, field: str
) -> None:
    case_id = office.begin(2027)

    with pytest.raises(SubProgrammeInvalid) as refused:
        office.say(case_id, None, changed(place, value))

    assert field in refused.value.fields


def test_code__of_a_name_that_is_taken__is_numbered() -> None:
    assert code_of("სკოლის დაწყება", ()) == SCHOOL_CODE
    assert code_of("სკოლის დაწყება", {SCHOOL_CODE}) == f"{SCHOOL_CODE}_2"
    assert code_of("1 სექტემბერი", ()) == "p_1_sektemberi"


def in_force_of(code: str, begins: date, ends: date | None, **said: Any) -> Period:
    content = {**SCHOOL, **said, "code": code, "valid_from": begins.isoformat(), **ACT}
    return Period(
        code, {name: value for name, value in content.items() if name != "planned_tetri"}, begins, ends
    )


def test_amendment__of_what_is_in_force__changes_begins_and_ends_and_leaves_the_rest() -> None:
    year, day = date(2027, 1, 1), date(2027, 6, 15)
    end = date(2028, 1, 1)
    periods = [in_force_of(code, year, end) for code in ("kept", "other", "gone")]
    periods.append(in_force_of("autumn", date(2027, 9, 1), end))
    entries = {code: {**SCHOOL, "code": code} for code in ("kept", "other", "new")}
    entries["other"] = {**entries["other"], "limit": "month"}

    does = compared(entries, Before(day, in_force(periods, day, end)), year=2027)
    entered = to_enter(entries, periods, on=day, year=2027, act=ACT, amends=True)

    assert does == {"kept": SAME, "other": CHANGED, "gone": ENDS, "autumn": ENDS, "new": NEW}
    assert {(entry.code, entry.valid_from, entry.valid_until) for entry in entered} == {
        ("other", year, day),
        ("other", day, end),
        ("gone", year, day),
        ("autumn", date(2027, 9, 1), date(2027, 9, 1)),  # was to begin and does not
        ("new", day, end),
    }


def test_programme__of_a_year__is_entered_anew_in_the_windows_that_it_names() -> None:
    entries = {
        "autumn": {**SCHOOL, "code": "autumn", "valid_from": "2027-09-01", "valid_until": "2027-11-01"}
    }
    lasting = in_force_of("autumn", date(2026, 1, 1), None)

    entered = to_enter(entries, [lasting], on=date(2027, 1, 1), year=2027, act=ACT, amends=False)

    assert [(entry.valid_from, entry.valid_until) for entry in entered] == [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2027, 9, 1), date(2027, 11, 1)),
    ]


def test_sub_programme__changed_by_two_who_saw_the_same__keeps_the_first(office: Programmes) -> None:
    case_id = office.begin(2027)
    code = office.say(case_id, None, SCHOOL)
    office.say(case_id, code, {**SCHOOL, "limit": "month"}, expected_version=1)

    with pytest.raises(EngineError) as refused:
        office.say(case_id, code, {**SCHOOL, "limit": "event"}, expected_version=1)

    assert refused.value.error_code == "programme.changed_meanwhile"
    seen = office.sub_programme(case_id, code)
    assert (seen.content["limit"], seen.version, len(seen.changes)) == ("month", 2, 2)


def test_draft__of_another_role_or_town__is_kept_from_them(office: Programmes) -> None:
    case_id = office.begin(2027)
    programme_id = office.drawn_up(case_id).programme.programme_id
    refusals = []
    for actor in (office.staff("finance"), office.staff("specialist", "telavi")):
        for command in (
            SetSubProgramme(programme_id, None, SCHOOL),
            RemoveSubProgramme(programme_id, "newborn"),
        ):
            with pytest.raises(EngineError) as refused:
                office.engine.send(command, actor=actor)
            refusals.append(refused.value.error_code)

    assert refusals == ["not_allowed"] * 2 + ["not_found"] * 2
