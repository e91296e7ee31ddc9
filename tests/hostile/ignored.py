"""What SpiffWorkflow 3.2.0 passes over without a word, runs otherwise than drawn, or falls over."""

from __future__ import annotations

from tests.hostile.kit import DECIDE, DECIDED, H, between, drawn, edited, inside
from tests.process.kit import (
    boundary,
    catch,
    each,
    end,
    error,
    error_end,
    flow,
    gateway,
    job,
    line,
    script,
    start,
    sub,
    throw,
    timer,
    user,
)

CONDITIONAL = (
    "<bpmn:conditionalEventDefinition><bpmn:condition>=undefined</bpmn:condition>"
    "</bpmn:conditionalEventDefinition>"
)
TRANSACTION = '<bpmn:transaction id="t"><bpmn:startEvent id="s"/></bpmn:transaction>'
SILENT_LETTER = throw("a", "<bpmn:messageEventDefinition/>")
QUOTED = timer('"P30D"')
STEPS = (start("i"), user("a"), end("o"), line("i", "a", "o"))
GLOBAL = '<bpmn:globalTask id="g"/><bpmn:process id='
CHECK = "<bpmn:userTask id"


def boundary_of(kind: str) -> str:
    return boundary("b", "a", error("no")) if kind == "error" else boundary("b", "a", CONDITIONAL)


IGNORED = (
    H("conditional_event", lambda: between(catch("a", CONDITIONAL)), "diagram.event_does_not_run"),
    H(
        "conditional_event_at_a_boundary",
        lambda: between(user("a"), boundary_of("condition"), end("z"), line("b", "z")),
        "diagram.event_does_not_run",
    ),
    H("transaction", inside(TRANSACTION), "diagram.element_does_not_run"),
    H("data_store", inside('<bpmn:dataStoreReference id="r" dataStoreRef="nowhere"/>')),
    H(
        "error_at_a_script",
        lambda: between(
            script("a", "=1", "x"), boundary_of("error"), end("z"), line("b", "z"), errors=("no",)
        ),
        "diagram.boundary_never_happens",
    ),
    H(
        "error_at_a_persons_task",
        lambda: between(user("a"), boundary_of("error"), end("z"), line("b", "z"), errors=("no",)),
        "diagram.boundary_never_happens",
    ),
    H("letter_that_is_never_sent", lambda: between(SILENT_LETTER), "diagram.operation_missing"),
    H("timer_in_quotation_marks", lambda: between(catch("a", QUOTED)), "diagram.timer_not_iso"),
    H(
        "list_of_results_of_nothing",
        lambda: between(job("a", "clock.resume", loop=each("=[1, 2]", "n", into="rows"))),
        "diagram.results_half_named",
    ),
    H(
        "result_of_each_item_for_nobody",
        lambda: drawn(
            sub("s", *STEPS, loop=each("=[1, 2]", "n", output="=a.ok")),
            DECIDE,
            line("application", "s", "d") + DECIDED,
        ),
        "diagram.results_half_named",
    ),
    H(
        "step_that_begins_twice",
        edited(CHECK, '<bpmn:userTask startQuantity="2" id'),
        "diagram.element_does_not_run",
    ),
    H(
        "step_that_ends_twice",
        edited(CHECK, '<bpmn:userTask completionQuantity="2" id'),
        "diagram.element_does_not_run",
    ),
    H(
        "task_that_nothing_follows",
        lambda: drawn(
            user("a"),
            DECIDE,
            gateway("parallel", "g"),
            line("application", "g", "d") + DECIDED,
            line("g", "a"),
        ),
        "diagram.no_way_out",
    ),
    H("orphan", lambda: between(user("a"), user("z"), line("z", "d")), "diagram.not_connected"),
    H(
        "errors_of_the_same_code_twice",
        lambda: drawn(
            sub("s", *STEPS[:2], error_end("o", "no"), line("i", "a", "o")),
            boundary("b", "s", error("no")),
            boundary("c", "s", error("no")),
            DECIDE,
            gateway("exclusive", "x"),
            line("application", "s", "x", "d") + DECIDED + line("b", "x") + line("c", "x"),
            errors=("no",),
        ),
        "diagram.event_twice",
    ),
    H("global_task", edited("<bpmn:process id=", GLOBAL), "diagram.element_does_not_run"),
    H(
        "several_ways_out_of_a_task",
        lambda: between(user("a"), end("z"), flow("a", "z")),
        "diagram.several_flows_out",
    ),
)
