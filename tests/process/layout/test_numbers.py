"""The numbers of the rules: what is just allowed is good, and one more is told."""

from __future__ import annotations

from engine.process.drawing import Box
from engine.process.layout import Rule, plan_of
from engine.process.layout.articles import articles
from engine.process.layout.labels import labels
from engine.process.layout.text import width
from tests.process.layout.figures import (
    Thing,
    Way,
    branch,
    event,
    found,
    frame,
    note,
    step,
    tie,
    way,
    written,
)
from tests.process.layout.test_arrows import DOWN, GRID

A, B = step("a", 100, 100), step("b", 400, 100)


def test_crossing__twelve_from_a_bend__is_good_and_eleven_are_told() -> None:
    others = [step(f"u{n}", 2000, 100 * n) for n in range(20)]
    ways = [way(f"w{n}", f"u{n} u{n}", (2112, 100 * n + 32), (2200, 100 * n + 32)) for n in range(20)]

    def crossing(away: float, *, arrows: int = 20) -> list[tuple[str, ...]]:
        down = 520 + away
        other = way("other", "s1 s3", (306, 464), (306, down), (606, down), (606, 464))
        return found(Rule.CROSSINGS, *GRID, DOWN, other, *others, *ways[: arrows - 2])

    assert crossing(12) == []
    assert crossing(11) == [("crossing_at_bend", "down", "other")]
    assert crossing(12, arrows=19) == [("crossing", "down", "other")]


def test_leftward__two_of_sixteen_arrows__are_good_and_two_of_fifteen_are_told() -> None:
    def often(forward: int) -> bool:
        steps = [step(f"s{n}", 150 * n, 100) for n in range(forward + 1)]
        ways = [
            way(f"w{n}", f"s{n} s{n + 1}", (150 * n + 112, 132), (150 * n + 150, 132)) for n in range(forward)
        ]
        turns = [(n, 150 * n + 56, 150 * n - 94) for n in (1, 3)]
        back = [
            way(f"b{n}", f"s{n} s{n - 1}", (x, 164), (x, 200), (left, 200), (left, 164))
            for n, x, left in turns
        ]
        return bool(found(Rule.DIRECTION, *steps, *ways, *back))

    assert not often(14)
    assert often(13)


def test_answer__24_from_its_branch__is_good_and_26_are_told() -> None:
    which = branch("which", 300, 132, "ნახეს?", (270, 94, 60, 15))

    def answer(away: float) -> Way:
        place = 318 + away, 112, width("დიახ"), 15
        return way("yes", "which b", (318, 132), (400, 132), name="დიახ", label=place)

    assert found(Rule.NAMES, A, B, which, answer(24)) == []
    assert found(Rule.NAMES, A, B, which, answer(26)) == [("far", "yes", "which")]


def test_word__of_a_step__needs_four_on_each_side() -> None:
    wide = width("გადაწყვეტილება")

    def named(room: float) -> list[tuple[str, ...]]:
        return found(Rule.NAMES, step("a", 100, 100, name="გადაწყვეტილება", size=(wide + room, 64)))

    assert named(8.5) == []
    assert named(7.5) == [("cut", "a")]


def test_wider_step__for_a_fourth_line__is_good_and_for_a_third_is_told() -> None:
    def wide(words: int) -> list[tuple[str, ...]]:
        return found(Rule.SIZES, step("a", 100, 100, size=(132, 64), name=" ".join(["დოკუმენტების"] * words)))

    assert wide(4) == []
    assert wide(3) == [("size", "a")]


def test_annotation__of_three_lines_of_forty__is_good_and_more_is_told() -> None:
    def said(text: str) -> list[tuple[str, ...]]:
        return found(Rule.ANNOTATIONS, A, note("why", (100, 20, 600, 60), text))

    assert said("ა\nბ\nგ") == said("ა" * 40) == []
    assert said("ა\nბ\nგ\nდ") == said("ა" * 41) == [("long", "why")]


def test_line_of_an_annotation__sixty_long__is_good_and_more_is_told() -> None:
    why = note("why", (100, 20, 160, 15), "მიზეზი")

    assert found(Rule.ANNOTATIONS, step("a", 100, 95), why, tie("line", "a why", (150, 95), (150, 35))) == []
    assert found(Rule.ANNOTATIONS, A, why, tie("line", "a why", (150, 100), (150, 35))) == [("far", "line")]


def test_annotations__one_for_eight_elements__are_good_and_more_are_told() -> None:
    def notes(steps: int, number: int) -> list[tuple[str, ...]]:
        row = [step(f"s{n}", 150 * n, 300) for n in range(steps)]
        return found(
            Rule.ANNOTATIONS, *row, *(note(f"n{n}", (200 * n, 20, 90, 15), "რა") for n in range(number))
        )

    assert notes(16, 2) == notes(7, 0) == []
    assert notes(15, 2) == [("many", "n0", "n1")]
    assert notes(8, 0) == [("none",)]


def words(*things: Thing | Way) -> tuple[tuple[str, ...], Box]:
    plan = plan_of(written(*things), {})
    assert plan is not None
    (label,) = labels(plan)
    return label.lines, label.box


def test_labels__without_a_place__fall_into_lines_as_wide_as_the_progress_view_sets_them() -> None:
    def of_event(name: str) -> int:
        return len(words(Thing("end", "endEvent", (300, 100, 28, 28), name))[0])

    def of_arrow(name: str) -> int:
        return len(words(A, B, way("a_b", "a b", (212, 132), (400, 132), name=name))[0])

    fitting = {
        name: width(name) for name in ("საქმის დახურვა", "უკან გამოთხოვილია", "ვადა გავიდა", "ჯერ არა")
    }
    assert {name: of_event(name) == 1 for name in fitting} == {name: w <= 108 for name, w in fitting.items()}
    assert {name: of_arrow(name) == 1 for name in fitting} == {name: w <= 80 for name, w in fitting.items()}


def test_title__of_a_frame__stands_ten_from_its_corner() -> None:
    lines, box = words(frame("open", (80, 60, 400, 250), event("begin", 120, 120), name="განხილვა"))

    assert (lines, box.x, box.y, box.height) == (("განხილვა",), 90, 64, 15)


def test_article__in_lines_of_128__is_set_in_twelve() -> None:
    def cited(law: str) -> tuple[int, Box]:
        plan = plan_of(written(step("a", 100, 100, law=law)), {})
        assert plan is not None
        (drawn,) = articles(plan, ())
        return len(drawn.lines), drawn.box

    short, long = "№1958, მუხ. 51-53, 96", "№1958, მუხ. 51, 52, 53"
    number, box = cited(short)
    assert (number, round(box.width, 3), box.height) == (1, round(width(short, 12), 3), 14.5)
    assert cited(long)[0] == (1 if width(long, 12) <= 128 else 2)
