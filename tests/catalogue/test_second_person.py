"""A step that takes a second person can have one, and comes after the step that it looks after."""

from __future__ import annotations

from engine.catalogue.check import Finding
from engine.catalogue.check.flow.paths import follow
from engine.catalogue.check.flow.second_person import check_done_before
from engine.catalogue.check.second_person import check_second_person
from tests.catalogue.flow_kit import end, subject
from tests.process.kit import each, flow, gateway, line, start, sub, user


def looked_after(*nodes: str) -> list[Finding]:
    examined = subject(*nodes)
    assert examined.version is not None
    return [*check_second_person(examined), *check_done_before(examined, follow(examined.version))]


def told(*nodes: str) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.where, finding.detail) for finding in looked_after(*nodes)]


def second(id: str = "b", of: str = "a", **more: str) -> str:
    return user(id, properties={"mms:notBy": of}, **more)  # type: ignore[arg-type]


def test_second_person__after_a_step_on_every_path__is_fine() -> None:
    assert told(user("a"), second(), end(), line("application", "a", "b", "end")) == []


def test_second_person__of_several_steps__asks_for_each() -> None:
    nodes = (user("a"), user("c"), second(of="a, c"), end(), line("application", "a", "b", "c", "end"))

    assert [finding[::2] for finding in told(*nodes)] == [("second_person.not_before", "c")]


def test_second_person__of_no_step__is_told() -> None:
    nodes = (user("a"), second(of="nothing"), end(), line("application", "a", "b", "end"))

    assert told(*nodes) == [("second_person.unknown_step", "b", "nothing")]


def test_second_person__of_a_gateway__is_told() -> None:
    nodes = (gateway("exclusive", "x"), second(of="x"), end(), line("application", "x", "b", "end"))

    assert ("second_person.unknown_step", "b", "x") in told(*nodes)


def test_second_person__where_a_way_goes_round__is_told_with_that_way() -> None:
    nodes = (gateway("exclusive", "x", "x__b"), user("a"), second(), end())
    paths = line("application", "x", "b", "end") + flow("x", "a", '=application.ok = "yes"') + flow("a", "b")

    (found,) = looked_after(*nodes, paths)

    assert (found.code, found.path) == ("second_person.not_before", ("application", "x", "b"))


def test_second_person__of_a_step_in_another_branch__is_told() -> None:
    nodes = (gateway("parallel", "split"), user("a"), second(), gateway("parallel", "join"), end())
    paths = line("application", "split", "a", "join", "end") + line("split", "b", "join")

    assert told(*nodes, paths) == [("second_person.not_before", "b", "a")]


def test_second_person__after_a_join_of_its_branch__is_fine() -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("c"), gateway("parallel", "join"), second(), end())
    paths = line("application", "split", "a", "join", "b", "end") + line("split", "c", "join")

    assert told(*nodes, paths) == []


def test_second_person__of_a_step_that_is_done_for_each_of_a_list__is_told() -> None:
    nodes = (user("a", loop=each("=application.list", "one")), second(), end())

    assert told(*nodes, line("application", "a", "b", "end")) == [("second_person.not_before", "b", "a")]


def test_second_person__of_a_step_inside_a_subprocess_before__is_fine() -> None:
    inside = sub("s", start("begun"), user("a"), end("over"), line("begun", "a", "over"))

    assert told(inside, second(), end(), line("application", "s", "b", "end")) == []


def test_second_person__of_an_office_of_one_person__is_told() -> None:
    nodes = (user("a", role="mayor"), second(role="mayor"), end(), line("application", "a", "b", "end"))

    assert told(*nodes) == [("second_person.same_person", "b", "a")]


def test_second_person__where_both_are_the_applicant__is_told() -> None:
    whose = {"role": None, "assignee": "=applicant.personal_number"}
    nodes = (user("a", **whose), second(**whose), end(), line("application", "a", "b", "end"))  # type: ignore[arg-type]

    assert told(*nodes) == [("second_person.same_person", "b", "a")]


def test_second_person__of_the_step_itself__is_told() -> None:
    nodes = (user("a"), second(of="b"), end(), line("application", "a", "b", "end"))

    assert ("second_person.same_person", "b", "b") in told(*nodes)
