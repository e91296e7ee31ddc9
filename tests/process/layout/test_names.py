"""Rules 11 to 14: names, labels, articles and annotations."""

from __future__ import annotations

import pytest

from engine.process.layout import Rule, plan_of
from engine.process.layout.articles import articles
from engine.process.layout.labels import labels
from tests.process.layout.figures import (
    Thing,
    Way,
    branch,
    event,
    found,
    frame,
    note,
    person,
    step,
    tie,
    way,
    written,
)

A, B = step("a", 100, 100), step("b", 400, 100)
WHICH = branch("which", 300, 132, "ნახეს?", (270, 94, 60, 15))
YES = way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=(326, 112, 40, 15))


def test_name__an_act_in_three_lines__is_good() -> None:
    assert found(Rule.NAMES, step("a", 100, 100, name="ვიზიტის დღის დანიშვნა")) == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("სამართლებრივი საფუძვლების დადასტურება აქტით", "long"),
        ("ერთი ორი სამი ოთხი ხუთი ექვსი შვიდ", None),
        ("გადაწყვეტილება", "cut"),
        ("საფუძვლები რომლებიც დასტურდება აქ", "lines"),
    ],
)
def test_name__of_a_step__is_short_and_not_cut_or_told(name: str, what: str | None) -> None:
    told = found(Rule.NAMES, step("a", 100, 100, name=name, size=(112, 64) if what != "lines" else (96, 64)))

    assert (what is None and told == []) or (what, "a") in told


def test_name__too_long_beside_a_branch__is_told() -> None:
    long = "საქმეში რომელიმე ფაქტი ჯერ კიდევ დასადგენია?"

    assert ("long", "which") in found(Rule.NAMES, branch("which", 300, 132, long, (220, 94, 160, 15)))


def test_branch__without_a_question_or_an_answer__is_told() -> None:
    no = way("no", "which a", (300, 150), (300, 200), (156, 200), (156, 164))

    assert found(Rule.NAMES, A, B, WHICH, YES, no) == [("no_answer", "no", "which")]
    assert found(Rule.NAMES, A, B, branch("which", 300, 132), YES, no) == [
        ("no_question", "which"),
        ("no_answer", "no", "which"),
    ]


def test_branch__that_only_joins__needs_no_question() -> None:
    assert (
        found(Rule.NAMES, A, B, branch("join", 300, 132), way("on", "join b", (318, 132), (400, 132))) == []
    )


def test_label__above_its_branch_and_above_its_arrow__is_good() -> None:
    assert found(Rule.LABELS, A, B, WHICH, YES) == []


def test_label__on_a_line_a_shape_or_another_label__is_told_once_with_all_of_it() -> None:
    on_line = way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=(326, 125, 40, 15))
    on_step = way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=(390, 112, 40, 15))
    on_label = branch("which", 300, 132, "ნახეს?", (310, 108, 60, 15))

    assert found(Rule.LABELS, A, B, WHICH, on_line) == [("covers", "yes", "yes")] or found(
        Rule.LABELS, A, B, WHICH, on_line
    ) == [("covers", "yes")]
    assert found(Rule.LABELS, A, B, WHICH, on_step)[0] == ("covers", "yes", "b")
    assert ("covers", "yes", "which") in found(Rule.LABELS, A, B, on_label, YES)


def _answers(above: float) -> list[Thing | Way]:
    """Return a branch with an answer above its arrow to the right, and one of the arrow up over that."""
    up = way("up", "which c", (300, 114), (300, 64), name="არა", label=(305, above, 40, 15))
    right = way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=(320, 114, 40, 15))
    return [A, B, branch("which", 300, 132), step("c", 244, 0), right, up]


def test_answers__of_one_branch_nearer_than_nine_above_each_other__read_like_one() -> None:
    assert found(Rule.LABELS, *_answers(97)) == [("stacked", "yes", "up")]
    assert found(Rule.LABELS, *_answers(90)) == []


def test_names__of_two_things_close_above_each_other__read_like_one() -> None:
    def named(y: float) -> list[Thing]:
        end = event("end", 300, 60, kind="endEvent", name="უარი")
        return [end, branch("which", 300, 150, "უარია?", (270, y, 60, 15))]

    assert found(Rule.LABELS, *named(97)) == [("stacked", "end", "which")]
    assert found(Rule.LABELS, *named(101)) == []


def test_names__of_two_things_in_one_line__read_like_one() -> None:
    def named(x: float, y: float = 80) -> list[Thing]:
        end = event("end", 300, 60, kind="endEvent", name="უარი")
        return [end, branch("which", 340, 130, "უარია?", (x, y, 60, 15))]

    assert found(Rule.LABELS, *named(310)) == [("run_together", "end", "which")]
    assert found(Rule.LABELS, *named(318)) == []
    assert found(Rule.LABELS, *named(310, 94)) == []


def test_label__at_the_slanted_side_of_a_branch__lies_beside_it() -> None:
    beside = branch("which", 300, 132, "ok?", (316, 104, 20, 8))

    assert found(Rule.LABELS, beside) == []
    assert found(Rule.LABELS, branch("which", 300, 132, "ok?", (290, 126, 20, 8))) == [("covers", "which")]


def test_label__over_the_edge_of_a_frame__is_told_and_inside_it_is_not() -> None:
    def named(y: float) -> Thing:
        return frame("open", (80, 60, 400, 200), event("end", 300, y, kind="endEvent", name="დასრულდა"))

    assert found(Rule.LABELS, named(150)) == []
    assert found(Rule.LABELS, named(236)) == [("covers", "end", "open")]


def test_answer__of_a_branch__stands_at_its_branch_or_is_told() -> None:
    far = way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=(345, 112, 50, 15))

    assert found(Rule.NAMES, A, B, WHICH, YES) == []
    assert found(Rule.NAMES, A, step("b", 500, 100), WHICH, far) == [("far", "yes", "which")]


def test_label__without_a_place__is_measured_where_the_progress_view_puts_it() -> None:
    named = Thing("end", "endEvent", (286, 118, 28, 28), "დასრულდა")
    plan = plan_of(written(named), {})
    assert plan is not None

    (label,) = labels(plan)

    assert (label.lines, label.box.y, label.box.height) == (("დასრულდა",), 148, 15)
    assert label.box.x + label.box.width / 2 == 300


def article(*things: object) -> tuple[float, float, bool]:
    """Return where the article of the step `a` is drawn, below or above it, and whether it is free there."""
    plan = plan_of(written(*things), {})  # type: ignore[arg-type]
    assert plan is not None
    (drawn,) = (said for said in articles(plan, labels(plan)) if said.element == "a")
    return drawn.box.x, drawn.box.y, drawn.is_free


LAW = step("a", 100, 100, law="№2181, მუხ. 96")


def test_article__of_a_step__is_drawn_below_it() -> None:
    assert article(LAW)[1:] == (167, True)


def test_article__where_an_arrow_leaves_below__is_drawn_above() -> None:
    down = way("down", "a b", (156, 164), (156, 300), (456, 300), (456, 164))
    _, y, is_free = article(LAW, B, down)

    assert is_free
    assert y < 100


def test_article__where_below_and_above_are_taken__is_drawn_beside() -> None:
    down = way("down", "a b", (156, 164), (156, 300), (456, 300), (456, 164))
    up = way("up", "a b", (156, 100), (156, 40), (456, 40), (456, 100))
    x, _, is_free = article(LAW, B, down, up)

    assert is_free
    assert x == 100 + 112 + 6


def test_article__of_many_acts__falls_into_lines_about_as_wide_as_the_step() -> None:
    plan = plan_of(written(step("a", 100, 100, law="№2181, მუხ. 51, 52, 53, 100; №1958-IIს")), {})
    assert plan is not None

    (drawn,) = articles(plan, ())

    assert len(drawn.lines) == 2
    assert drawn.box.width <= 112 + 2 * 8


def test_article__of_a_step_by_a_person_or_a_table__is_there_or_missed() -> None:
    table = step("table", 300, 100, kind="businessRuleTask")

    assert found(Rule.ARTICLES, person("a", 100, 100, "mayor"), step("send", 500, 100)) == []
    assert found(Rule.ARTICLES, person("a", 100, 100, "mayor", law=""), table) == [
        ("no_law", "a"),
        ("no_law", "table"),
    ]


def test_article__without_a_free_place__is_told() -> None:
    walls = [step(f"w{n}", x, y) for n, (x, y) in enumerate([(100, 170), (100, 30), (216, 100), (-16, 100)])]

    assert found(Rule.ARTICLES, LAW, *walls) == [("no_room", "a")]


WHY = note("why", (100, 20, 160, 45), "უარამდე მხარეს უსმენენ")


def test_step__named_by_a_question__is_told_since_no_answers_stand_at_it() -> None:
    assert found(Rule.NAMES, step("a", 100, 100, name="საჭიროა?")) == [("asks", "a")]
    assert found(Rule.NAMES, step("a", 100, 100, name="საჭიროების შეფასება")) == []


def test_annotation__short_and_near__is_good() -> None:
    assert found(Rule.ANNOTATIONS, A, WHY, tie("line", "a why", (150, 100), (150, 65))) == []


def test_annotation__long_far_or_across_an_arrow__is_told() -> None:
    long = note("why", (100, 20, 100, 45), "უარამდე მხარეს ყოველთვის უსმენენ და მხოლოდ ამის შემდეგ წყვეტენ")
    over = way("over", "a b", (212, 110), (120, 80), (456, 80), (456, 100))

    assert ("long", "why") in found(Rule.ANNOTATIONS, A, long)
    assert found(Rule.ANNOTATIONS, A, WHY, tie("line", "a why", (150, 165), (150, 65))) == [("far", "line")]
    assert ("crosses", "line", "over") in found(
        Rule.ANNOTATIONS, A, B, WHY, over, tie("line", "a why", (150, 100), (150, 65))
    )


def test_annotation__none_in_a_long_diagram_or_many_in_a_short_one__is_told() -> None:
    steps = [step(f"s{n}", 140 * n, 300) for n in range(8)]
    second = note("two", (300, 20, 160, 45), "მეორე")

    assert found(Rule.ANNOTATIONS, *steps) == [("none",)]
    assert found(Rule.ANNOTATIONS, *steps, WHY) == []
    assert found(Rule.ANNOTATIONS, A, WHY, second) == [("many", "why", "two")]
