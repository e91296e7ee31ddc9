"""What the conditions of letters and acts said, as a scenario sees it."""

from __future__ import annotations

from uuid import UUID

from engine.documents.filled import Rendered
from engine.scenarios.papers import Paper, Papers

CASE, OTHER = UUID(int=1), UUID(int=2)


def paper(language: str, *conditions: tuple[str, bool], name: str = "bill", case_id: UUID = CASE) -> Paper:
    return Paper(case_id, name, None, Rendered("", "", language, (), conditions=frozenset(conditions)))


def test_conditions__of_a_page_in_two_languages__are_those_that_both_have() -> None:
    late, paid, own = ("late", True), ("paid", False), ("address_ka != null", False)

    found = Papers([paper("ka", late, paid, own), paper("en", late, ("paid", True))]).conditions_of(CASE)

    assert found == {"bill": {"late": True}}


def test_conditions__that_said_both_in_a_loop__are_left_out() -> None:
    papers = Papers([paper("ka", ("each.late", True), ("each.late", False), ("paid", True))])

    assert papers.conditions_of(CASE) == {"bill": {"paid": True}}


def test_conditions__of_a_page_that_was_filled_twice__are_those_of_the_last() -> None:
    last = paper("ka", ("not(\n  late)", False))
    papers = Papers([paper("ka", ("not( late)", True)), last, paper("ka", case_id=OTHER)])

    assert papers.conditions_of(CASE) == {"bill": {"not( late)": False}}
