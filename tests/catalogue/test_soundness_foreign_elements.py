"""What other tools draw and our dialect does not have: what compensates, definitions beside the process."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness.report import judge_file
from tests.catalogue.soundness_kit import HEAD

DECLARED = (
    '<timerEventDefinition id="due"/><terminateEventDefinition id="all"/>'
    '<errorEventDefinition id="wrong" errorRef="E"/><error id="E" errorCode="1"/>'
)
CANCEL = '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
BY_HAND = '<association sourceRef="b" targetRef="c"/><task id="c" isForCompensation="true"/>'
HALF_JOINED = (
    '<exclusiveGateway id="x"/><task id="u"/><task id="v"/><parallelGateway id="j"/><endEvent id="z"/>'
)


def paths(*lines: str) -> str:
    pairs = [pair for line in lines for pair in zip(line.split(), line.split()[1:], strict=False)]
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def said(*parts: str) -> tuple[str, ...]:
    step = '<startEvent id="s"/><task id="t"/><endEvent id="e"/>'
    return judge_file(
        f"{HEAD}{DECLARED}<process id='p'>{step}{''.join(parts)}</process></definitions>".encode()
    ).lines


THROWN = '<intermediateThrowEvent id="k"><compensateEventDefinition/></intermediateThrowEvent>'
DUE = (
    '<boundaryEvent id="b" attachedToRef="t" cancelActivity="0"><eventDefinitionRef>due</eventDefinitionRef>'
    '</boundaryEvent><endEvent id="f"/>'
)


@pytest.mark.parametrize(
    "parts",
    [
        (CANCEL, BY_HAND, paths("s t e")),
        (CANCEL, BY_HAND.replace("true", "1"), paths("s t e")),
        (THROWN, paths("s t k e")),
        (DUE, paths("s t e", "b f")),
    ],
)
def test_file__with_what_we_do_not_have__is_sound(parts: tuple[str, ...]) -> None:
    assert said(*parts) == ("sound",)


def test_compensation__beside_a_flaw__does_not_hide_it() -> None:
    flaw = HALF_JOINED + paths("s x t j z", "x u j", "v e")

    assert said(CANCEL, BY_HAND, flaw)[:3] == ("unsound", "property: deadlock", "  element: j")


@pytest.mark.parametrize("mark", ['isForCompensation="true"', 'triggeredByEvent="true"'])
def test_compensation__that_is_a_subprocess__is_judged_inside(mark: str) -> None:
    event = "<compensateEventDefinition/>" if "triggered" in mark else ""
    inner = f'<startEvent id="i">{event}</startEvent>{HALF_JOINED}{paths("i x u j z", "x v j")}'

    lines = said(f'<subProcess id="c" {mark}>{inner}</subProcess>', paths("s t e"))

    assert lines[:3] == ("unsound", "property: deadlock", "  element: j")


def test_compensation__in_the_flow__is_not_decided() -> None:
    lines = said('<task id="c" isForCompensation="true"/><endEvent id="f"/>', paths("s c f", "t e"))

    assert lines == ("not decided", "reason: a flow leads to or from what compensates (c)")


@pytest.mark.parametrize(("event", "word"), [("all", "sound"), ("due", "unsound")])
def test_terminate__that_is_defined_beside_the_process__ends_the_other_token(event: str, word: str) -> None:
    end = f'<endEvent id="k"><eventDefinitionRef>{event}</eventDefinitionRef></endEvent>'
    gateways = '<exclusiveGateway id="y"/><parallelGateway id="g"/><exclusiveGateway id="x"/>'

    lines = said(gateways, '<task id="u"/>', end, paths("s y e", "y g t x k", "g u x"))

    assert lines[0] == word


def test_error__that_is_defined_beside_the_process__comes_only_from_within() -> None:
    inner = '<startEvent id="i"/><manualTask id="m"/><endEvent id="o"/>' + paths("i m o")
    event = (
        '<boundaryEvent id="b" attachedToRef="q"><eventDefinitionRef>{}</eventDefinitionRef></boundaryEvent>'
    )
    drawn = f'<subProcess id="q">{inner}</subProcess>{event}<endEvent id="f"/>' + paths("s t q e", "b f")

    assert said(drawn.format("due")) == ("sound",)
    assert said(drawn.format("nowhere")) == (
        "not decided",
        "reason: an event refers to a definition that is not in the file (nowhere)",
    )


THROW = '<intermediateThrowEvent id="i"/>'


@pytest.mark.parametrize("interrupting", ["true", "false"])
@pytest.mark.parametrize(
    ("kind", "inside", "word"),
    [
        ("escalation", "", "sound"),  # as the subprocess of A.3.0 in the suite of the OMG, drawn collapsed
        ("escalation", '<userTask id="i"/>', "sound"),
        ("escalation", '<subProcess id="j"><callActivity id="i"/></subProcess>', "sound"),
        ("escalation", THROW, "unsound"),
        ("cancel", "", "sound"),
        ("cancel", '<userTask id="i"/>', "unsound"),
    ],
)
def test_subprocess__of_which_not_all_is_shown__may_escalate(
    kind: str, inside: str, word: str, interrupting: str
) -> None:
    event = (
        f'<boundaryEvent id="b" attachedToRef="q" cancelActivity="{interrupting}"><{kind}EventDefinition/>'
        '</boundaryEvent><endEvent id="f"/>'
    )

    lines = said(f'<subProcess id="q">{inside}</subProcess>', event, paths("s t q e", "b f"))

    assert lines[0] == word
