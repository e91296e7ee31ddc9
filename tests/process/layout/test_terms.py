"""Rule 13: the term of a step or clock stands where its article does, as long as the municipality has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.process.layout import Rule, on_paper, plan_of
from engine.process.layout.articles import Article, articles
from engine.process.layout.labels import labels
from engine.process.step_term import Terms, lengths, said
from tests.process.layout.figures import Thing, event, extensions, found, properties, step, written

TERMS = lengths({"visit": {"number": 7, "unit": "working_days"}, "wait": {"number": 1, "unit": "months"}})
LAW = "№2181, მუხ. 96"


def due(expression: str, law: str = LAW) -> Thing:
    schedule = f"<zeebe:taskSchedule dueDate='{expression}'/>"
    return replace(step("a", 100, 100, kind="userTask"), said=extensions(schedule, properties(law=law)))


def clock(expression: str, x: float = 400, y: float = 132, **more: str) -> Thing:
    time = f"<bpmn:timeDuration>{expression}</bpmn:timeDuration>"
    timer = f"<bpmn:timerEventDefinition>{time}</bpmn:timerEventDefinition>"
    return replace(event("clock", x, y, kind="intermediateCatchEvent", **more), said=timer)


def notes(*things: Thing, language: str = "ka", terms: Terms | None = TERMS) -> dict[str, Article]:
    plan = plan_of(written(*things), {})
    assert plan is not None
    return {note.element: note for note in articles(plan, labels(plan), language, terms)}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ka", ("სზაკ, მუხ.\u00a096", "ვადა:\u00a07 სამ. დღე")),
        ("en", ("GAC, art.\u00a096", "term:\u00a07 working days")),
    ],
)
def test_term__of_a_step__stands_below_its_article(language: str, lines: tuple[str, ...]) -> None:
    note = notes(due('=term("visit")'), language=language)["a"]

    assert note.lines == lines
    assert note.box.y > 164


def test_term__of_a_step_without_an_article__stands_alone() -> None:
    assert notes(due('=term("visit")', law=""))["a"].lines == ("ვადა:\u00a07 სამ. დღე",)


def test_term__of_a_clock__is_how_long_it_runs() -> None:
    assert notes(clock('=term("wait")'), language="en")["clock"].lines == ("1 month",)


def test_term__of_a_clock_whose_name_is_below__stands_where_nothing_lies() -> None:
    note = notes(clock('=term("wait")', name="ვადა გავიდა"))["clock"]

    assert note.is_free
    assert note.box.y < 132 - 14


def test_term__of_a_step_with_a_clock_of_the_same_term__is_said_at_the_clock() -> None:
    at_edge = clock('=term("visit")', 180, 164, at="a")
    found = notes(due('=term("visit")'), at_edge)

    assert found["a"].lines == ("სზაკ, მუხ.\u00a096",)
    assert found["clock"].lines == ("7 სამ. დღე",)
    assert len(notes(due('=term("wait")'), at_edge)["a"].lines) == 2


@pytest.mark.parametrize(
    "expression",
    ["=date(lot.ends_on)", '=if fast then term("visit") else term("wait")', '=term("unknown")', "=term(x)"],
)
def test_term__that_is_not_one_of_the_law__is_not_said(expression: str) -> None:
    assert notes(due(expression))["a"].lines == ("სზაკ, მუხ.\u00a096",)


def test_term__that_has_no_room__is_told_whatever_the_municipality_says_of_it() -> None:
    around = [
        step(name, x, y)
        for name, x, y in (("left", -15, 100), ("right", 215, 100), ("above", 100, 33), ("below", 100, 184))
    ]

    assert found(Rule.ARTICLES, due('=term("visit")'), *around) == [("no_room", "a")]
    assert found(Rule.ARTICLES, due("=later"), *around) == []


def test_term__without_words__takes_the_room_of_a_long_one() -> None:
    assert said("visit", None, "ka", is_clock=False) == "ვადა: 30 სამ. დღე"


def test_drawing__on_paper__says_terms_as_they_are_given() -> None:
    content = written(due('=term("visit")'))
    other = lengths({"visit": {"number": 10, "unit": "calendar_days"}})

    papers = [on_paper(content, terms, {})[0] for terms in (TERMS, other, {})]

    assert [paper.articles["en"][0].lines[1:] for paper in papers] == [
        ("term:\u00a07 working days",),
        ("term:\u00a010 days",),
        (),
    ]
    assert [paper.has_terms for paper in papers] == [True, True, False]
