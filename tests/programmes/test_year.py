"""The year of a programme: drafted, adopted, amended in June, closed in December, and the next one begun."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from engine.catalogue.programmes import Programme, read_programmes
from engine.catalogue.validity import Validity
from engine.commands.applications import OpenProceeding
from engine.commands.reference import LoadReferenceData
from engine.errors import EngineError, Rejected
from engine.installation import loading
from engine.programmes.commands import CloseProgrammeYear
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.test_races import together
from tests.programmes.kit import ANSWERS_FOR_IT, SCHOOL, SCHOOL_CODE, SERVICE, Programmes

LASTING = ("keda", "funeral")
CHILD = {"child_name": "დემო ბავშვი", "child_number": "00000000901"}
NEED = {"need": "სასკოლო ნივთები გვჭირდება."}


def born_on(day: str) -> dict[str, Any]:
    return {"child_birth_date": day, "birth_order": 1, "newborns": [CHILD]}


def first_child(office: Programmes, case_id: Any, tetri: int) -> None:
    """Let the draft give another amount for a first child."""
    content = deepcopy(dict(office.sub_programme(case_id, "newborn").content))
    content["amount"]["figures"]["first"] = tetri
    office.say(case_id, "newborn", content)


def test_year__drafted_adopted_amended_and_closed__is_what_people_apply_by_on_each_day(
    office: Programmes,
) -> None:
    # In November the programme of the next year is drafted from this one's and adopted.
    office.on(date(2026, 11, 10))
    case_id = office.begin(2027)
    assert office.say(case_id, None, SCHOOL) == SCHOOL_CODE
    office.take_out(case_id, "utilities")
    office.adopt(case_id, "31", date(2026, 11, 20))
    assert {"utilities", "newborn"} <= office.offered()
    assert SCHOOL_CODE not in office.offered()

    office.on(date(2027, 1, 1))
    assert "utilities" not in office.offered()
    winter, school = office.file("newborn", **born_on("2026-12-20")), office.file(SCHOOL_CODE, **NEED)
    assert office.known(school)["award_tetri"] == 12000
    assert "№31" in office.known(school)["aid"]["act_ka"]

    # In June another amount; what was filed before keeps its own.
    office.on(date(2027, 6, 10))
    amendment = office.begin(2027, "amendment")
    first_child(office, amendment, 18000)
    office.adopt(amendment, "12", date(2027, 6, 15))
    assert office.known(office.file("newborn", **born_on("2027-06-01")))["award_tetri"] == 15000
    office.on(date(2027, 6, 15))
    assert office.known(office.file("newborn", **born_on("2027-06-02")))["award_tetri"] == 18000
    assert office.known(winter)["award_tetri"] == 15000
    assert "№12" in office.known(office.file("newborn", **born_on("2027-06-03")))["aid"]["act_ka"]
    assert "№31" in office.acts()["funeral"]  # which the amendment left as it was

    # In December the year is closed: nothing of it is amended any more, and the next begins from it.
    office.on(date(2027, 12, 1))
    programme_id = office.drawn_up(amendment).programme.programme_id
    office.engine.send(CloseProgrammeYear(programme_id), actor=office.staff("head_of_service"))
    with pytest.raises(Rejected) as refused:
        office.begin(2027, "amendment")
    assert refused.value.error_code == "programme.year_closed"
    following = office.begin(2028)
    assert office.sub_programme(following, "newborn").content["amount"]["figures"]["first"] == 18000
    assert office.sub_programme(following, SCHOOL_CODE).content["planned_tetri"] == 1_200_000
    office.on(date(2028, 1, 1))
    assert office.offered() == set()  # nothing of 2028 has been adopted
    assert not [difference for check in found(office) for difference in check.differences]


def test_files__loaded_again_after_an_amendment__bring_nothing_back(office: Programmes) -> None:
    office.on(date(2026, 10, 1))
    case_id = office.begin(2026, "amendment")
    office.take_out(case_id, "utilities")
    office.adopt(case_id, "40", date(2026, 10, 5))

    office.engine.send(LoadReferenceData(programmes=read_programmes(loading.BPMN)), actor=system())

    assert "utilities" in office.offered()
    office.on(date(2026, 10, 5))
    assert "utilities" not in office.offered()


def test_draft__sent_back_by_finance__keeps_what_was_written_and_is_changed_again(office: Programmes) -> None:
    case_id = office.begin(2027)
    office.say(case_id, None, SCHOOL)
    office.submit(case_id)
    with pytest.raises(Rejected) as refused:
        office.take_out(case_id, SCHOOL_CODE)
    assert refused.value.error_code == "programme.not_drafted"

    office.act(case_id, "finance_opinion", "finance", opinion="remarks", remarks="კოდი 07 03 არ არსებობს.")

    office.take_out(case_id, SCHOOL_CODE)
    assert office.drawn_up(case_id).programme.state == "draft"
    assert [change.is_removed for change in office.drawn_up(case_id).changes] == [True, False]


def test_draft__that_the_council_did_not_adopt__is_taken_up_by_the_next_case(office: Programmes) -> None:
    case_id = office.begin(2027)
    office.say(case_id, None, SCHOOL)
    with pytest.raises(Rejected) as refused:
        office.begin(2027)
    assert refused.value.error_code == "programme.drawn_up_by"
    office.submit(case_id)
    office.decide(case_id, in_favour=3)

    with pytest.raises(Rejected):  # what was not adopted is changed by nobody until then
        office.take_out(case_id, SCHOOL_CODE)
    again = office.begin(2027)

    assert SCHOOL_CODE in {entry.code for entry in office.drawn_up(again).entries}
    office.adopt(again, "33", date(2026, 12, 1))
    office.on(date(2027, 1, 1))
    assert SCHOOL_CODE in office.offered()


def test_begin__by_two_at_once__gives_one_draft_and_a_refusal(office: Programmes) -> None:
    answers = {"year": 2027, "kind": "year", "source": "last", "reason": "x" * 3, "files": []}
    command = OpenProceeding(SERVICE, "keda", ANSWERS_FOR_IT, answers)
    clerk = office.staff("specialist")

    came = together(office, (command, clerk, uuid4()), (command, clerk, uuid4()))

    assert sum(kind == "programme.drawn_up_by" for kind in came) == 1
    with office.engine.read(clerk) as tx:
        assert tx.scalar("select count(*) from yearly_programmes") == 1


@pytest.mark.parametrize(
    ("year", "kind", "code"),
    [
        (2028, "year", "programme.year_unusable"),
        (2027, "amendment", "programme.nothing_to_amend"),
    ],
)
def test_begin__of_what_can_not_be_drawn_up__is_refused(
    office: Programmes, year: int, kind: str, code: str
) -> None:
    with pytest.raises(EngineError) as refused:
        office.begin(year, kind)

    assert refused.value.error_code in (code, "form.invalid")


def test_resolution__in_force_before_it_was_adopted__is_refused_at_the_step(office: Programmes) -> None:
    office.on(date(2026, 10, 10))
    case_id = office.begin(2026, "amendment")
    office.submit(case_id)
    office.decide(case_id)

    with pytest.raises(Rejected):
        office.announce(case_id, "31", date(2026, 10, 1))
    with pytest.raises(Rejected) as refused:
        office.announce(case_id, "31", date(2027, 1, 1))

    assert refused.value.error_code == "programme.day_outside"
    assert office.observe(case_id).waiting == ("enter_publication",)


def test_year__closed__ends_what_was_in_force_without_an_end(office: Programmes) -> None:
    known = next(
        programme
        for programme in read_programmes(loading.BPMN)
        if (programme.municipality, programme.code) == LASTING
    )
    content = {**known.content, "code": "lasting", "valid_until": None}
    lasting = Programme("keda", "lasting", Validity.of("2026-01-01", None), content)
    office.engine.send(LoadReferenceData(programmes=(lasting,)), actor=system())
    case_id = office.begin(2026, "amendment")
    office.adopt(case_id, "40", date(2026, 9, 2))
    office.on(date(2026, 12, 30))

    programme_id = office.drawn_up(case_id).programme.programme_id
    office.engine.send(CloseProgrammeYear(programme_id), actor=office.staff("specialist"))

    assert "lasting" in office.offered()
    office.on(date(2027, 1, 1))
    assert office.offered() == set()


def test_year__closed_before_december_or_with_a_draft_open__is_refused(office: Programmes) -> None:
    case_id = office.begin(2026, "amendment")
    office.adopt(case_id, "40", date(2026, 9, 2))
    programme_id, head = office.drawn_up(case_id).programme.programme_id, office.staff("head_of_service")
    refusals = []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        office.on(day)
        if day.month == 12:
            office.begin(2026, "amendment")
        with pytest.raises(Rejected) as refused:
            office.engine.send(CloseProgrammeYear(programme_id), actor=head)
        refusals.append(refused.value.error_code)

    assert refusals == ["programme.year_not_over", "programme.still_drawn_up"]
