"""Data are written before they are read on every path, and somebody reads them."""

from __future__ import annotations

import pytest

from engine.catalogue.check import Finding
from engine.catalogue.check.flow.dataflow import BEGINNING, World
from engine.catalogue.check.flow.effects import Effects
from engine.catalogue.check.flow.reads import Reads
from engine.catalogue.check.flow.state import State, agree
from engine.installation.loading import BPMN
from engine.scenarios.folders import version_of
from tests.catalogue.flow_kit import data, decide, end, field, radio, subject, unused
from tests.process.kit import (
    boundary,
    call,
    catch,
    each,
    error,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    script,
    start,
    sub,
    timer,
    user,
)

ASK = line("application", "a", "x")
SPLIT = flow("x", "b", '=a.ok = "yes"') + flow("x", "r")


def reads(expression: str, id: str = "r") -> str:
    return script(id, expression, f"of_{id}")


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.where, finding.detail.partition(";")[0]) for finding in findings]


def test_read__after_an_exclusive_split__is_too_early_with_the_other_way_as_proof() -> None:
    nodes = (user("a"), gateway("exclusive", "x", "x__r"), user("b"), reads("=b.ok"), end())

    (found,) = data(*nodes, ASK, SPLIT, line("b", "r", "end"))

    assert (found.code, found.where, found.is_error) == ("data.read_before_set", "r", True)
    assert found.path == ("application", "a", "x", "r")


def test_read__on_the_way_that_wrote__is_fine() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__r"),
        user("b"),
        reads("=b.ok", "c"),
        reads("=a.ok"),
        end(),
    )

    assert data(*nodes, ASK, SPLIT, line("b", "c", "r", "end")) == []


def test_read__where_the_same_expression_asks_for_null__is_looked_after() -> None:
    nodes = (user("a"), gateway("exclusive", "x", "x__r"), user("b"), end())

    assert data(*nodes, reads("=if b = null then 1 else b.ok"), ASK, SPLIT, line("b", "r", "end")) == []


def test_conditions__on_the_same_value__go_together() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__m"),
        user("b"),
        gateway("exclusive", "m"),
        gateway("exclusive", "y", "y__end"),
        reads("=b.ok"),
        end(),
    )
    paths = flow("x", "b", '=a.ok = "yes"') + flow("x", "m") + line("b", "m", "y")

    again = data(*nodes, ASK, paths, flow("y", "r", '=a.ok = "yes"'), flow("y", "end"), line("r", "end"))
    other = data(*nodes, ASK, paths, flow("y", "r", '=a.ok = "no"'), flow("y", "end"), line("r", "end"))

    assert again == []
    assert told(other) == [("r", "b")]


def test_conditions__after_the_value_was_asked_again__are_forgotten() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__m"),
        user("b"),
        gateway("exclusive", "m"),
        script("again", '="yes"', "a"),
        gateway("exclusive", "y", "y__end"),
        reads("=b.ok"),
        end(),
    )
    paths = flow("x", "b", '=a.ok = "yes"') + flow("x", "m") + line("b", "m", "again", "y")

    found = data(*nodes, ASK, paths, flow("y", "r", '=a.ok = "yes"'), flow("y", "end"), line("r", "end"))

    assert told(found) in ([("r", "b")], [])


def test_outcome__of_a_decision__tells_which_way_a_case_came() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__no"),
        user("b"),
        decide("yes"),
        decide("no", '="refused"'),
        gateway("exclusive", "m"),
        gateway("exclusive", "y", "y__end"),
        reads("=b.ok"),
        end(),
    )
    paths = flow("x", "b", '=a.ok = "yes"') + flow("x", "no") + line("b", "yes", "m", "y") + line("no", "m")

    found = data(
        *nodes,
        ASK,
        paths,
        flow("y", "r", '=decision.outcome = "granted"'),
        flow("y", "end"),
        line("r", "end"),
    )

    assert found == []


def test_parallel_branches__joined__have_both_written() -> None:
    nodes = (
        gateway("parallel", "s"),
        user("a"),
        user("b"),
        gateway("parallel", "j"),
        reads("=[a.ok, b.ok]"),
        end(),
    )
    paths = line("application", "s", "a", "j", "r", "end") + line("s", "b", "j")

    assert data(*nodes, paths) == []


def test_parallel_branches__of_two_paths_to_the_split__never_meet() -> None:
    yes, no = (
        State(frozenset({"a"}), frozenset({"a"}), frozenset({("a.ok", frozenset({f'"{answer}"'}))}))
        for answer in ("yes", "no")
    )

    assert not agree((yes, no), but=frozenset())
    assert agree((yes, yes), but=frozenset())
    assert agree((yes, no), but=frozenset({"a"}))


def test_parallel_branch__that_reads_what_the_other_writes__may_be_first() -> None:
    nodes = (gateway("parallel", "s"), user("a"), reads("=a.ok"), gateway("parallel", "j"), end())
    paths = line("application", "s", "a", "j", "end") + line("s", "r", "j")

    (found,) = data(*nodes, paths)

    assert (found.where, found.path) == ("r", ("application", "s", "r"))


def test_parallel_branch__whose_own_branches_have_met__may_still_write_first() -> None:
    nodes = (
        *(gateway("parallel", name) for name in ("s", "s2", "j2", "j")),
        *(user(name) for name in ("b", "c", "a")),
        reads("=1"),
        end(),
    )
    inner = line("s", "s2", "b", "j2", "a", "j", "end") + line("s2", "c", "j2")
    version = subject(*nodes, line("application", "s", "r", "j"), inner).version
    assert version is not None
    walk = World.of(Effects(version)).walk(version.definition.process_id, BEGINNING).walk

    (state,) = walk.states["r"].values()
    assert {"a", "b", "c"} <= state.may
    assert not {"a", "b", "c"} & state.must


def test_inclusive_branches__joined__may_have_written_only_one() -> None:
    nodes = (
        user("a"),
        gateway("inclusive", "s", "s__c"),
        user("b"),
        user("c"),
        gateway("inclusive", "j"),
        reads("=[b.ok, c.ok]"),
        end(),
    )
    paths = line("application", "a", "s") + flow("s", "b", '=a.ok = "yes"') + flow("s", "c")

    found = data(*nodes, paths, line("b", "j"), line("c", "j"), line("j", "r", "end"))

    assert sorted(told(found)) == [("r", "b"), ("r", "c")]


def test_inclusive_join__of_parallel_branches__has_both_written() -> None:
    nodes = (
        gateway("parallel", "s"),
        user("a"),
        user("b"),
        gateway("inclusive", "j"),
        reads("=[a.ok, b.ok]"),
        end(),
    )
    paths = line("application", "s", "a", "j", "r", "end") + line("s", "b", "j")

    assert data(*nodes, paths) == []


def test_loop__that_writes_what_its_beginning_reads__is_too_early_the_first_time() -> None:
    nodes = (gateway("exclusive", "m"), reads("=a.ok"), user("a"), gateway("exclusive", "x", "x__end"), end())
    paths = line("application", "m", "r", "a", "x") + flow("x", "m", '=a.ok = "no"') + flow("x", "end")

    (found,) = data(*nodes, paths)

    assert (found.where, found.path) == ("r", ("application", "m", "r"))


def test_deadline__of_a_step__comes_before_its_answers() -> None:
    late = boundary("late", "a", timer("P5D"))
    nodes = (user("a"), late, reads("=a.ok"), end(), end("other"))

    (found,) = data(*nodes, line("application", "a", "end"), line("late", "r", "other"))

    assert (found.where, found.path) == ("r", ("application", "a", "late", "r"))


def test_message__to_a_subprocess__meets_what_is_written_before_its_first_rest() -> None:
    inner = sub(
        "s", start("i"), script("first", "=1", "one"), user("a"), end("e"), line("i", "first", "a", "e")
    )
    gone = boundary("gone", "s", message("withdrawn"))
    nodes = (inner, gone, reads("=one"), reads("=a.ok", "q"), end(), end("other"))

    found = data(
        *nodes,
        line("application", "s", "end"),
        line("gone", "r", "q", "other"),
        declared={"messages": ("withdrawn",)},
    )

    assert [(read.where, read.path) for read in found] == [("q", ("application", "s", "gone", "r", "q"))]


def test_error__out_of_a_subprocess__knows_what_was_written_before_it_was_thrown() -> None:
    failed = "<bpmn:errorEventDefinition errorRef='e_no'/>"
    inner = sub("s", start("i"), user("a"), end("e", failed), line("i", "a", "e"))
    nodes = (inner, boundary("caught", "s", error("no")), reads("=a.ok"), end("other"), end())

    found = data(
        *nodes, line("application", "s", "end"), line("caught", "r", "other"), declared={"errors": ("no",)}
    )

    assert found == []


def test_read__inside_a_subprocess__shows_the_whole_way() -> None:
    inner = sub("s", start("i"), reads("=b.ok"), end("e"), line("i", "r", "e"))
    nodes = (user("a"), gateway("exclusive", "x", "x__s"), user("b"), inner, end())
    paths = ASK + flow("x", "b", '=a.ok = "yes"') + flow("x", "s") + line("b", "s", "end")

    (found,) = data(*nodes, paths)

    assert found.path == ("application", "a", "x", "s", "i", "r")


def test_block__called_twice__is_judged_from_each_place() -> None:
    block = process(start("i"), reads("=b.ok"), end("e"), line("i", "r", "e"), id="shared.k")
    nodes = (call("one", "shared.k"), user("b"), call("two", "shared.k"), end())

    (found,) = data(*nodes, line("application", "one", "b", "two", "end"), blocks={"shared.k": block})

    assert found.path[:3] == ("application", "one", "shared.k/i")


def test_repeated_subprocess__that_collects_what_is_written_inside__has_written_the_collection() -> None:
    inner = sub(
        "s",
        start("in"),
        user("b"),
        end("out"),
        line("in", "b", "out"),
        loop=each("=[1, 2]", "n", into="all", output="=b.ok"),
    )

    assert data(inner, reads("=all"), end(), line("application", "s", "r", "end")) == []


def test_repetition__collects_only_its_outputs() -> None:
    many = user("a", loop=each("=[1, 2]", "n", into="all", output="=answers.ok"))

    found = data(many, reads("=all"), reads("=a.ok", "q"), end(), line("application", "a", "r", "q", "end"))

    assert told(found) == [("q", "a")]


def test_output__that_reads_an_earlier_one_of_the_same_step__is_fine() -> None:
    step = job("s", "civil_registry.person", outputs={"one": "=result", "two": "=one.found"})

    assert data(step, end(), line("application", "s", "end")) == []


def test_letter__chosen_by_the_outcome__is_judged_where_it_can_be_sent() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__no"),
        user("b"),
        decide("yes"),
        decide("no", '="refused"'),
        gateway("exclusive", "m"),
        job("send", "letter.send", inputs={"template": "=decision.outcome"}),
        end(),
    )
    paths = ASK + flow("x", "b", '=a.ok = "yes"') + flow("x", "no")
    paths += line("b", "yes", "m", "send", "end") + line("no", "m")
    good = {"granted": "<p>{{ b.ok }}</p>", "refused": "<p>{{ a.ok }}</p>"}
    bad = {"granted": "<p>{{ b.ok }}</p>", "refused": "<p>{{ b.ok }}</p>"}

    assert data(*nodes, paths, letters=good) == []
    assert told(data(*nodes, paths, letters=bad)) == [("send", "b")]


def test_form__that_shows_what_may_be_missing__is_only_remarked() -> None:
    text = {"type": "text", "id": "t", "text": "{{ b.ok }}"}
    nodes = (user("a"), gateway("exclusive", "x", "x__c"), user("b"), user("c"), end())
    paths = ASK + flow("x", "b", '=a.ok = "yes"') + flow("x", "c") + line("b", "c", "end")

    (found,) = data(*nodes, paths, forms={"c": [text, radio()]})
    hidden = {**text, "conditional": {"hide": "=b.ok = null"}}
    looked_after = data(*nodes, paths, forms={"c": [hidden, radio()]})

    assert (found.code, found.where, found.is_error) == ("data.shown_before_set", "c", False)
    assert looked_after == []


def test_event_gateway__only_the_message_brings_data() -> None:
    nodes = (
        gateway("eventBased", "g"),
        catch("heard", message("answer")),
        catch("late", timer("P5D")),
        gateway("exclusive", "m"),
        reads("=heard"),
        end(),
    )
    paths = line("application", "g", "heard", "m", "r", "end") + line("g", "late", "m")

    (found,) = data(*nodes, paths, declared={"messages": ("answer",)})

    assert found.path == ("application", "g", "late", "m", "r")


def test_paths__more_than_are_followed__are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.catalogue.check.flow.dataflow.VISITS", 3)

    (found,) = data(user("a"), user("b"), user("c"), end(), line("application", "a", "b", "c", "end"))

    assert (found.code, found.is_error) == ("data.not_decided", False)


def test_field__that_nobody_uses__is_remarked() -> None:
    forms = {"application": [field("seen"), field("unseen"), field("kept", properties={"mms:use": "people"})]}

    found = unused(reads("=application.seen"), end(), line("application", "r", "end"), forms=forms)

    assert found == {("data.field_unused", "unseen"), ("data.never_read", "of_r")}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("=application", set()),
        ("=application.rows", set()),
        ("=application.rows[1].name", set()),
        ("=application.other", {"rows.name"}),
    ],
)
def test_field__in_a_repeated_group__is_used_with_the_group(reading: str, expected: set[str]) -> None:
    rows = {"type": "dynamiclist", "path": "rows", "id": "rows", "label": "r", "components": [field("name")]}
    nodes = (reads(reading), reads("=of_r", "q"), end(), line("application", "r", "q", "end"))

    found = unused(*nodes, forms={"application": [rows, field("other", properties={"mms:use": "people"})]})

    assert {where for code, where in found if code == "data.field_unused"} == expected


def test_field__that_another_field_of_its_form_depends_on__is_used() -> None:
    shown = field("more", conditional={"hide": '=ok != "yes"'})

    found = unused(
        reads("=application.more"),
        end(),
        line("application", "r", "end"),
        forms={"application": [radio(), shown]},
    )

    assert ("data.field_unused", "ok") not in found


def test_declaration_and_document__are_of_use_themselves() -> None:
    forms = {
        "application": [
            {"type": "checkbox", "key": "true", "id": "c", "label": "c", "validate": {"required": True}},
            {"type": "filepicker", "key": "file", "id": "f", "label": "f"},
            {"type": "checkbox", "key": "news", "id": "n", "label": "n"},
        ]
    }

    found = unused(user("a"), end(), line("application", "a", "end"), forms=forms)

    assert {where for _, where in found} == {"news", "ok"}


def test_receipt__reads_what_the_case_begins_with__and_nothing_later() -> None:
    nodes = (user("a"), end(), line("application", "a", "end"))

    assert data(*nodes, letters={"receipt": "{{ application.ok }}"}) == []
    assert told(data(*nodes, letters={"receipt": "{{ a.ok }}"})) == [("application", "a")]


def test_reads__of_letters_that_a_condition_chooses_among__are_those_of_each() -> None:
    version = version_of(BPMN / "general/complaint")

    places = {read.place for read in Reads(version, Effects(version)).all()}

    assert {f"{name}.ka.html" for name in ("granted", "refused", "order_grant", "order_refuse")} <= places
