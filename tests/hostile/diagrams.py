"""Hostile shapes: levels, blocks and loops, and elements that do not run."""

from __future__ import annotations

from tests.hostile.kit import DECIDE, DECIDED, FILES, ID, H, between, drawn, edited, inside
from tests.process.kit import (
    attrs,
    boundary,
    call,
    each,
    end,
    error_end,
    flow,
    gateway,
    line,
    process,
    start,
    sub,
    throw,
    timer,
    user,
)

LINK = throw("a", '<bpmn:linkEventDefinition name="l"/>')
LOOP = '<bpmn:standardLoopCharacteristics loopMaximum="1000000000"/></bpmn:userTask>'
LISTENER = (
    '<zeebe:formDefinition formId="a"/>'
    '<c:executionListener xmlns:c="http://camunda.org/schema/1.0/bpmn" class="java.lang.Runtime"/>'
)
PLAIN_TASK = f"<bpmn:task{attrs(id='t')}/>"


def subprocesses(levels: int) -> FILES:
    inner = user("a")
    for level in range(levels):
        steps = start(f"i{level}") + inner + end(f"e{level}")
        name = "a" if level == 0 else f"s{level - 1}"
        inner = sub(f"s{level}", steps, line(f"i{level}", name, f"e{level}"))
    ways = line("application", f"s{levels - 1}", "d") + DECIDED
    return drawn(inner, DECIDE, ways)


def tasks_in_a_line(count: int) -> FILES:
    ids = [f"t{number}" for number in range(count)]
    return drawn(*map(user, ids), DECIDE, line("application", *ids, "d") + DECIDED)


def parallel_blocks(count: int) -> FILES:
    nodes, ids = [], ["application"]
    for n in range(count):
        nodes += [gateway("parallel", f"p{n}"), user(f"a{n}"), user(f"b{n}"), gateway("parallel", f"j{n}")]
        nodes.append(line(f"p{n}", f"a{n}", f"j{n}") + line(f"p{n}", f"b{n}", f"j{n}"))
        nodes.append(line(ids[-1], f"p{n}"))
        ids.append(f"j{n}")
    return drawn(*nodes, DECIDE, line(ids[-1], "d") + DECIDED)


def loop_of_gateways() -> FILES:
    ways = line("application", "a", "x", "y") + flow("y", "x", '=a.ok = "no"') + flow("y", "d") + DECIDED
    return drawn(user("a"), gateway("exclusive", "x"), gateway("exclusive", "y", "y__d"), DECIDE, ways)


def loop_without_a_way_out() -> FILES:
    nodes = (gateway("exclusive", "x"), gateway("exclusive", "y"), DECIDE)
    return drawn(*nodes, line("application", "x", "y", "x"), DECIDED)


def block(id: str, called: str) -> bytes:
    steps = start("i") + call(f"c_{id[-1]}", called) + end("e")
    return process(steps, line("i", f"c_{id[-1]}", "e"), id=id)


def tangle(size: int) -> FILES:
    """Parallel branches that jump into each other: more states than anybody counts."""
    nodes, ways = [gateway("parallel", "p"), gateway("parallel", "j")], [line("application", "p")]
    for n in range(size):
        nodes += [user(f"a{n}"), gateway("exclusive", f"x{n}", f"x{n}__b{n}"), user(f"b{n}")]
        ways.append(
            line("p", f"a{n}", f"x{n}", f"b{n}", "j")
            + flow(f"x{n}", f"b{(n + 1) % size}", f'=a{n}.ok = "no"')
        )
    return drawn(*nodes, DECIDE, *ways, line("j", "d") + DECIDED)


def repetitions(levels: int) -> FILES:
    """A repetition in a repetition in a repetition: three items each are very many in the end."""
    inner = user("a")
    for level in range(levels):
        name = "a" if level == 0 else f"s{level - 1}"
        steps = start(f"i{level}") + inner + end(f"e{level}") + line(f"i{level}", name, f"e{level}")
        inner = sub(f"s{level}", steps, loop=each("=application.list", f"n{level}"))
    return drawn(inner, DECIDE, line("application", f"s{levels - 1}", "d") + DECIDED)


SHAPES = (
    H("forty_levels_of_subprocesses", lambda: subprocesses(40), "diagram.too_deep"),
    # Levels, blocks and loops
    H(
        "block_that_calls_itself",
        lambda: between(call("a", "shared.k"), blocks={"shared.k": block("shared.k", "shared.k")}),
        "diagram.blocks_call_cyclically",
    ),
    H(
        "blocks_in_a_cycle",
        lambda: between(
            call("a", "shared.k"),
            blocks={"shared.k": block("shared.k", "shared.l"), "shared.l": block("shared.l", "shared.k")},
        ),
        "diagram.blocks_call_cyclically",
    ),
    H("process_that_calls_itself", lambda: between(call("a", ID)), "diagram.blocks_call_cyclically"),
    H(
        "block_found_at_run_time",
        lambda: between(call("a", "=application.which")),
        "diagram.called_block_missing",
    ),
    H(
        "block_that_is_not_there",
        lambda: between(call("a", "shared.nowhere")),
        "diagram.called_block_missing",
    ),
    H("repetitions_a_dozen_deep", lambda: repetitions(12), "trial.too_many_tokens"),
    H("loop_of_gateways", loop_of_gateways, "data.loop_changes_nothing"),
    H("loop_without_a_way_out", loop_without_a_way_out, "diagram.not_connected"),
    H("parallel_blocks", lambda: parallel_blocks(12)),
    H(
        "branches_that_jump",
        lambda: tangle(9),
        "soundness.lost_token",
    ),
    H("five_hundred_tasks_in_a_line", lambda: tasks_in_a_line(500)),
    H("thousand_tasks_in_a_line", lambda: tasks_in_a_line(1_000), "diagram.too_many_elements"),
    H(
        "flow_into_a_subprocess",
        lambda: drawn(
            sub("s", start("i"), user("a"), end("e"), line("i", "a", "e")),
            DECIDE,
            line("application", "a"),
            line("s", "d") + DECIDED,
        ),
        "diagram.flow_leaves_its_level",
    ),
    H(
        "boundary_on_nothing",
        lambda: between(user("a"), boundary("b", "nobody", timer("P1D")), end("z"), line("b", "z")),
        "diagram.boundary_without_host",
    ),
    H("data_object_of_nothing", inside('<bpmn:dataObjectReference id="r" dataObjectRef="nowhere"/>')),
    H(
        "error_that_nobody_catches",
        lambda: drawn(user("a"), error_end("end", "no"), line("application", "a", "end"), errors=("no",)),
        "soundness.improper_completion",
    ),
    # Elements that do not run
    H(
        "link_events",
        lambda: between(LINK),
        "diagram.event_does_not_run",
    ),
    H("ad_hoc", inside('<bpmn:adHocSubProcess id="h"/>'), "diagram.element_does_not_run"),
    H("complex_gateway", inside('<bpmn:complexGateway id="c"/>'), "diagram.element_does_not_run"),
    H(
        "compensation",
        edited('<bpmn:userTask id="a">', '<bpmn:userTask id="a" isForCompensation="1">'),
        "diagram.element_does_not_run",
    ),
    H(
        "event_subprocess",
        inside('<bpmn:subProcess id="s" triggeredByEvent="1"/>'),
        "diagram.element_does_not_run",
    ),
    H("plain_task", inside(PLAIN_TASK), "diagram.element_does_not_run"),
    H(
        "two_processes",
        edited("</bpmn:process>", '</bpmn:process><bpmn:process id="q" isExecutable="true"/>'),
        "diagram.one_process_expected",
    ),
    H(
        "endless_standard_loop",
        edited("</bpmn:userTask>", LOOP),
        "diagram.element_does_not_run",
    ),
    H(
        "listener_of_another_engine",
        edited(
            '<zeebe:formDefinition formId="a"/>',
            LISTENER,
        ),
        "diagram.extension_unknown",
    ),
)
