"""What events at a boundary, signals and escalations do to the tokens, in diagrams of our own dialect."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from engine.catalogue.soundness import Verdict, judge, read_own, uncaught_escalations
from engine.process import Definition
from tests.process import kit


def verdict_on(*nodes: str, blocks: Mapping[str, bytes] = MappingProxyType({})) -> Verdict:
    diagram = kit.process(
        *nodes, signals=("news", "other"), escalations=("late",), errors=("bad",), messages=("m",)
    )
    return judge(read_own(Definition.parse(diagram, blocks)))


def flaws(verdict: Verdict) -> list[tuple[str, str]]:
    return [(flaw.property, flaw.element) for flaw in verdict.flaws]


def inner(*nodes: str, loop: str = "") -> str:
    return kit.sub("inner", kit.start("s"), kit.end("e"), *nodes, loop=loop)


def after(*events: str, host: str, **paths: str) -> tuple[str, ...]:
    """Return a line over a host, with the events at its boundary and the paths that begin there."""
    ends = [
        kit.end(f"end_{event}") + kit.line(event, *way.split(), f"end_{event}")
        for event, way in paths.items()
    ]
    return (
        kit.start(),
        host,
        *events,
        kit.user("next"),
        kit.end(),
        kit.line("start", "inner", "next", "end"),
        *ends,
    )


def test_reminder__into_a_parallel_join__may_never_come() -> None:
    verdict = verdict_on(
        kit.start(),
        kit.user("wait"),
        kit.boundary("ring", "wait", kit.timer("P1D"), interrupting=False),
        kit.user("remind"),
        kit.gateway("parallel", "join"),
        kit.end(),
        kit.line("start", "wait", "join", "end"),
        kit.line("ring", "remind", "join"),
    )

    assert ("deadlock", "join") in flaws(verdict)


@pytest.mark.parametrize("definition", [kit.timer("P1D"), kit.message("m"), kit.signal("news")])
def test_reminder__into_the_main_way__meets_it(definition: str) -> None:
    verdict = verdict_on(
        kit.start(),
        kit.user("wait"),
        kit.boundary("ring", "wait", definition, interrupting=False),
        kit.gateway("exclusive", "meet"),
        kit.user("next"),
        kit.end(),
        kit.line("start", "wait", "meet", "next", "end"),
        kit.line("ring", "meet"),
    )

    assert "lost_token" in [name for name, _ in flaws(verdict)]


def test_reminder__that_leads_to_its_own_host_only__is_dead_with_it() -> None:
    verdict = verdict_on(
        kit.start(),
        kit.end(),
        kit.user("wait"),
        kit.boundary("ring", "wait", kit.timer("P1D"), interrupting=False),
        kit.user("remind"),
        kit.end("end2"),
        kit.line("start", "end"),
        kit.line("ring", "remind", "wait", "end2"),
    )

    (flaw,) = verdict.flaws
    assert flaw.property == "dead_step"
    assert {flaw.element, *flaw.behind} == {"wait", "ring", "remind", "end2"}


def test_subprocess__that_never_ends_well__before_an_inclusive_join__leaves_its_way_dead() -> None:
    verdict = verdict_on(
        kit.start(),
        kit.gateway("exclusive", "split", "split__a"),
        kit.sub("inner", kit.start("s"), kit.error_end("bad", "bad"), kit.line("s", "bad")),
        kit.boundary("failed", "inner", kit.error("bad")),
        kit.user("never"),
        kit.user("a"),
        kit.gateway("inclusive", "join"),
        kit.end(),
        kit.line("start", "split", "a", "join", "end"),
        kit.flow("split", "inner", "=x"),
        kit.line("inner", "never", "join"),
        kit.line("failed", "join"),
    )

    assert flaws(verdict) == [("dead_step", "never")]


def test_signal__thrown_inside_what_it_interrupts__nothing_behind_it_is_reached() -> None:
    host = inner(
        kit.throw("tell", kit.signal("news")), kit.user("behind"), kit.line("s", "tell", "behind", "e")
    )
    event = kit.boundary("heard", "inner", kit.signal("news"))

    verdict = verdict_on(*after(event, host=host, heard=""))

    assert {("dead_step", "behind"), ("dead_step", "next")} <= {*flaws(verdict)}


def test_signal__heard_inside_what_it_interrupts__is_never_heard_there() -> None:
    host = inner(
        kit.user("a"),
        kit.boundary("near", "a", kit.signal("news"), interrupting=False),
        kit.user("beside"),
        kit.end("e2"),
        kit.gateway("eventBased", "either"),
        kit.catch("by_news", kit.signal("news")),
        kit.catch("by_other", kit.signal("other")),
        kit.line("s", "a", "either", "by_other", "e"),
        kit.line("either", "by_news", "e"),
        kit.line("near", "beside", "e2"),
    )
    event = kit.boundary("heard", "inner", kit.signal("news"))

    verdict = verdict_on(*after(event, host=host, heard=""))

    (flaw,) = verdict.flaws
    assert (flaw.property, flaw.element, flaw.behind) == ("dead_step", "near", ("beside", "e2"))


def test_signal__inside_what_another_signal_interrupts__may_be_heard() -> None:
    host = inner(kit.catch("wait", kit.signal("other")), kit.line("s", "wait", "e"))
    event = kit.boundary("heard", "inner", kit.signal("news"))

    assert verdict_on(*after(event, host=host, heard="")).word == "sound"


@pytest.mark.parametrize(
    ("definition", "thrown", "word"),
    [
        (kit.timer("P1D"), "other", "unsound"),
        (kit.message("m"), "other", "unsound"),
        (kit.signal("news"), "other", "unsound"),
        (kit.signal("news"), "news", "sound"),
    ],
)
def test_event__at_a_subprocess_that_is_over_at_once__comes_only_from_within(
    definition: str, thrown: str, word: str
) -> None:
    host = inner(kit.throw("tell", kit.signal(thrown)), kit.line("s", "tell", "e"))
    event = kit.boundary("ring", "inner", definition, interrupting=False)

    assert verdict_on(*after(event, host=host, ring="")).word == word


def test_items__may_be_none__so_what_is_behind_is_reached() -> None:
    body = [kit.throw("tell", kit.escalation("late")), kit.user("u"), kit.line("s", "tell", "u", "e")]
    event = kit.boundary("raised", "inner", kit.escalation("late"))

    once = verdict_on(*after(event, host=inner(*body), raised=""))
    many = verdict_on(*after(event, host=inner(*body, loop=kit.each("=xs", "x")), raised=""))

    assert ("dead_step", "next") in flaws(once)
    assert ("dead_step", "next") not in flaws(many)


def test_error_and_escalation__at_the_same_moment__either_may_be_the_first() -> None:
    host = inner(
        kit.gateway("parallel", "split"),
        kit.error_end("bad", "bad"),
        kit.end("late", kit.escalation("late")),
        kit.line("s", "split", "e"),
        kit.line("split", "bad"),
        kit.line("split", "late"),
    )
    events = (
        kit.boundary("failed", "inner", kit.error("bad")),
        kit.boundary("told", "inner", kit.escalation("late")),
    )

    (flaw,) = verdict_on(*after(*events, host=host, failed="", told="")).flaws

    assert (flaw.property, flaw.element, flaw.behind) == ("dead_step", "next", ("end",))


def test_block__whose_escalation_is_caught_in_one_place_only__is_sound_in_both() -> None:
    block = kit.process(
        kit.start(),
        kit.gateway("exclusive", "more", "more__end"),
        kit.throw("tell", kit.escalation("late")),
        kit.user("write"),
        kit.end(),
        kit.line("start", "more", "end"),
        kit.flow("more", "tell", "=x"),
        kit.line("tell", "write", "end"),
        id="block",
        escalations=("late",),
    )
    verdict = verdict_on(
        kit.start(),
        kit.call("first", "block"),
        kit.boundary("raised", "first", kit.escalation("late")),
        kit.call("second", "block"),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "first", "second", "end"),
        kit.line("raised", "end2"),
        blocks={"block": block},
    )

    assert verdict == Verdict()


def test_escalation__that_nobody_catches_in_one_place__is_named() -> None:
    block = kit.process(
        kit.start(),
        kit.throw("tell", kit.escalation("late")),
        kit.end(),
        kit.line("start", "tell", "end"),
        id="block",
        escalations=("late",),
    )

    def named(event: str | None) -> tuple[str, ...]:
        ring = kit.boundary("ring", "second", kit.escalation(event), interrupting=False) if event else ""
        diagram = kit.process(
            kit.start(),
            kit.call("first", "block"),
            kit.boundary("raised", "first", kit.escalation(None), interrupting=False),
            kit.call("second", "block"),
            ring,
            kit.end(),
            kit.end("end2"),
            kit.line("start", "first", "second", "end"),
            kit.line("raised", "end2"),
            kit.line("ring", "end2") if event else "",
            escalations=("late", "other"),
        )
        return uncaught_escalations(read_own(Definition.parse(diagram, {"block": block})))

    assert (named(None), named("other"), named("late")) == (("block/tell",), ("block/tell",), ())


def test_terminate__beside_a_level_that_only_fails__ends_it_well() -> None:
    def drawn(last: str) -> Verdict:
        host = kit.sub(
            "inner",
            kit.start("s"),
            kit.user("a"),
            kit.boundary("ring", "a", kit.timer("P1D"), interrupting=False),
            kit.error_end("bad", "bad"),
            last,
            kit.line("s", "a", "bad"),
            kit.line("ring", "last"),
        )
        return verdict_on(*after(kit.boundary("failed", "inner", kit.error("bad")), host=host, failed=""))

    assert drawn(kit.terminate("last")).word == "sound"
    assert ("dead_step", "next") in flaws(drawn(kit.end("last")))
