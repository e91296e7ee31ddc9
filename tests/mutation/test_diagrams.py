"""Operators of diagrams: what each of them makes, and that it means something or does not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pytest
from mutation.changes import Change, changes
from mutation.diagrams.operators import HARMLESS, MATTER

from engine.catalogue.folder import read_service
from engine.comparing import Change as Difference
from engine.comparing import Weight, compare
from engine.installation.loading import BPMN

pytestmark = pytest.mark.extended

PERMIT, CONDITIONS = "construction/permit", "construction/conditions"


class Example(NamedTuple):
    """A change that an operator makes of a diagram: what differs then, by element and property."""

    operator: str
    diagram: str
    place: str
    expected: Mapping[tuple[str, str], tuple[str | None, str | None] | None]
    service: str = PERMIT


BY_CLASS = '=(if check.class_right = "no" then check.class else compliance.class)'
EXAMPLES = (
    Example(
        "condition negated",
        PERMIT,
        "is_paid_to_decide_act",
        {("is_paid_to_decide_act", "condition"): ("=fee.paid = true", "=not(fee.paid = true)")},
    ),
    Example(
        "boundary of a condition moved",
        PERMIT,
        "by_class_to_review_safety",
        {("by_class_to_review_safety", "condition"): (f"{BY_CLASS} >= 3", f"{BY_CLASS} > 3")},
    ),
    Example(
        "conditions swapped",
        PERMIT,
        "outcome",
        {
            ("outcome_to_use_stage", "condition"): (
                '=decision.outcome = "granted"',
                '=decision.outcome = "refused"',
            ),
            ("outcome_to_issue", "condition"): (
                '=decision.outcome = "refused"',
                '=decision.outcome = "granted"',
            ),
        },
    ),
    Example(
        "default way changed",
        CONDITIONS,
        "checked",
        {
            ("checked", "default"): ("მზადაა", "აკლია"),
            ("checked_to_study", "condition"): (None, '=check.verdict = "missing"'),
            ("checked_to_give_notice", "condition"): ('=check.verdict = "missing"', None),
        },
        CONDITIONS,
    ),
    Example(
        "kind of gateway changed",
        PERMIT,
        "by_class",
        {("by_class", "kind"): ("InclusiveGateway", "ExclusiveGateway")},
    ),
    Example(
        "step left out",
        PERMIT,
        "compute_fee",
        {
            ("concluded_to_compute_fee", "target"): (
                "მოსაკრებლის წესი",
                "მოსაკრებელი გადასახდელია?",
            ),
            ("compute_fee", "removed"): None,
            ("compute_fee_to_fee_due", "removed"): None,
            ("proceeding_lane_system", "members"): ("compute_fee", None),
        },
    ),
    Example(
        "steps swapped",
        PERMIT,
        "use_stage",
        {
            ("outcome_to_use_stage", "target"): (
                "წინა სტადია გამოყენებულია",
                "ჩანაწერი ნებართვების რეესტრში",
            ),
            ("use_stage_to_enter_register", "source"): (
                "წინა სტადია გამოყენებულია",
                "ჩანაწერი ნებართვების რეესტრში",
            ),
            ("use_stage_to_enter_register", "target"): (
                "ჩანაწერი ნებართვების რეესტრში",
                "წინა სტადია გამოყენებულია",
            ),
            ("enter_register_to_issue", "source"): (
                "ჩანაწერი ნებართვების რეესტრში",
                "წინა სტადია გამოყენებულია",
            ),
        },
    ),
    Example(
        "event at a boundary left out",
        PERMIT,
        "withdrawn",
        {
            (element, "removed"): None
            for element in (
                "withdrawn",
                "withdrawal",
                "withdrawn_to_withdrawal",
                "withdrawal_to_was_fee_paid",
            )
        }
        | {
            ("lane_architect", "members"): ("withdrawn", None),
            ("lane_system", "members"): ("withdrawal", None),
        },
    ),
    Example("event interrupts or not", PERMIT, "withdrawn", {("withdrawn", "interrupting"): (None, "false")}),
    Example(
        "message changed",
        PERMIT,
        "withdrawn",
        {("withdrawn", "message"): ("message_withdrawn", "message_applicant_died")},
    ),
    Example(
        "end of everything changed",
        "shared/opinion",
        "shared.opinion/opinion_in",
        {
            ("opinion_in", "kind"): ("EndEvent.Terminate", "EndEvent"),
            ("opinion_in", "other"): ("✓", None),
        },
        CONDITIONS,
    ),
    Example("role changed", PERMIT, "take_note", {("take_note", "role"): ("inspector", "mayor")}),
    Example("form changed", PERMIT, "application", {("application", "form"): ("application", "check")}),
    Example(
        "letter changed",
        PERMIT,
        "send_unconsidered",
        {("send_unconsidered", "inputs"): ('="unconsidered"', '="fee_settled"')},
    ),
    Example(
        "timer changed",
        "shared/delivery",
        "shared.delivery/portal_term",
        {
            ("portal_term", "time"): ('=term("delivery.portal")', '=duration("PT1M")'),
            ("delivery.portal", "removed"): None,
        },
    ),
    Example(
        "due date changed",
        "shared/death",
        "shared.death/find_heirs",
        {
            ("find_heirs", "due"): ('=term("death.tell")', '=duration("P9000D")'),
            ("death.tell", "removed"): None,
        },
    ),
    Example(
        "input removed",
        PERMIT,
        "withdrawal",
        {("withdrawal", "inputs"): ('="№2181, თავი VI"', None)},
    ),
    Example("output removed", PERMIT, "decide_unpaid", {("decide_unpaid", "outputs"): ("=result", None)}),
    Example(
        "script emptied",
        "shared/council",
        "shared.council/set_council_question",
        {("set_council_question", "script"): ("={subject: subject}", "=null")},
        "assets/consent",
    ),
    Example(
        "signature not asked",
        "shared/council",
        "shared.council/sign_council_act",
        {("sign_council_act", "property"): ("doer", None)},
        "assets/consent",
    ),
    Example(
        "repetition changed",
        CONDITIONS,
        "ask_bodies",
        {
            ("ask_bodies", "repetition"): (
                "=if opinion = null then null else opinion",
                None,
            )
        },
        CONDITIONS,
    ),
    Example(
        "drawn elsewhere",
        PERMIT,
        "application",
        {
            ("application", "place"): (
                "111, 41 (28 × 28); 86, 22 (78 × 15)",
                "141, 41 (28 × 28); 86, 22 (78 × 15)",
            )
        },
    ),
    Example(
        "called otherwise", PERMIT, "application", {("application", "name"): ("განცხადება", "განცხადება 2")}
    ),
    Example(
        "documented",
        PERMIT,
        "application",
        {("application", "documentation"): (None, "A note for those who read the diagram.")},
    ),
    Example("order in the file", PERMIT, "construction.permit", {}),
)


@cache
def files_of(service: str) -> Mapping[str, bytes]:
    return read_service(BPMN / service).files


def all_of(diagram: str, service: str) -> list[Change]:
    return list(changes(f"{diagram}/process.bpmn", files_of(service)))


def differing(change: Change, service: str) -> tuple[Difference, ...]:
    """Return what the comparison of versions says of a change."""
    return compare({change.file: files_of(service)[change.file]}, {change.file: change.made()})


def said(found: tuple[Difference, ...]) -> dict[tuple[str, str], tuple[str | None, str | None] | None]:
    words: dict[tuple[str, str], tuple[str | None, str | None] | None] = {}
    for difference in found:
        if difference.what == "changed":
            words |= {
                (difference.where, detail.code): (detail.before, detail.after)
                for detail in difference.details
            }
        else:
            words[difference.where, difference.what] = None
    return words


def test_examples__are_there_for_every_operator() -> None:
    assert {example.operator for example in EXAMPLES} == {*MATTER, *HARMLESS}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.operator)
def test_operator__makes_this_change_and_no_other(example: Example) -> None:
    made = all_of(example.diagram, example.service)

    first = next(
        change for change in made if (change.operator, change.place) == (example.operator, example.place)
    )

    assert said(differing(first, example.service)) == example.expected
    assert first.is_harmless == (example.operator in HARMLESS)


def test_changes__that_matter_and_no_others__mean_something_to_the_comparison_of_versions() -> None:
    found = all_of("shared/council", "assets/consent")

    told = [differing(change, "assets/consent") for change in found]

    means = [any(difference.weight is Weight.MEANING for difference in differences) for differences in told]
    assert means == [not change.is_harmless for change in found]
    assert {change.operator for change in found} >= HARMLESS.keys()


def test_change_of_a_block__is_noticed_at_its_element_by_either_name() -> None:
    found = all_of("shared/council", "assets/consent")

    roles = [change.touches.elements for change in found if change.operator == "role changed"]

    assert {"submit_question", "shared.council/submit_question"} in roles


def test_gateway__that_becomes_parallel__asks_no_conditions() -> None:
    made = all_of(PERMIT, PERMIT)
    (change,) = [
        edit
        for edit in made
        if (edit.place, edit.change) == ("is_paid", "exclusiveGateway → parallelGateway")
    ]

    found = said(differing(change, PERMIT))

    assert found["is_paid_to_decide_act", "condition"] == ("=fee.paid = true", None)
    assert found["is_paid", "default"][1] is None


def test_gateway__whose_paths_exclude_each_other__is_not_made_inclusive() -> None:
    found = {
        change.place
        for change in all_of(PERMIT, PERMIT)
        if change.change == "exclusiveGateway → inclusiveGateway"
    }

    assert not found & {"is_ours", "checked", "is_paid"}
