"""More diagrams that break or merely puzzle: names, levels, time, and what multiplies itself.

As in `diagrams`, the codes are all errors that validation has to tell; none for what only looks odd.
"""

from __future__ import annotations

from tests.hostile.kit import (
    DECIDE,
    DECIDED,
    FILES,
    H,
    Hostile,
    between,
    chosen,
    drawn,
    edited,
    good,
    inside,
    timed,
)
from tests.process.kit import (
    boundary,
    call,
    catch,
    each,
    end,
    flow,
    gateway,
    job,
    line,
    process,
    script,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)

OLD = b"http://schema.omg.org/spec/BPMN/2.0"
BPMN = b"http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = b"http://camunda.org/schema/zeebe/1.0"
COMPENSATION = "<bpmn:compensateEventDefinition/>"
DEFINED_ANEW = '<e:evil xmlns:e="urn:e"><bpmn:userTask xmlns:bpmn="urn:e" id="hidden"/></e:evil>'


def doubling(levels: int) -> FILES:
    """Blocks that each call the next one twice, side by side: a start would double at each level."""
    blocks: dict[str, bytes] = {}
    for level in range(levels):
        one, two = f"c{level}_1", f"c{level}_2"
        nodes = start("i") + gateway("parallel", "f") + gateway("parallel", "j") + end("e")
        inner = (
            user(f"t{level}") + user(f"u{level}")
            if level == levels - 1
            else call(one, f"shared.k{level + 1}") + call(two, f"shared.k{level + 1}")
        )
        if level == levels - 1:
            one, two = f"t{level}", f"u{level}"
        ways = line("i", "f", one, "j", "e") + line("f", two, "j")
        blocks[f"shared.k{level}"] = process(nodes + inner + ways, id=f"shared.k{level}")
    return between(call("a", "shared.k0"), blocks=blocks)


def block_with(*nodes: str) -> dict[str, bytes]:
    return {"shared.k": process(*nodes, id="shared.k")}


def fan(width: int, kind: str) -> FILES:
    """One gateway with very many ways out."""
    ids = [f"t{number}" for number in range(width)]
    condition = '=a.ok = "yes"' if kind != "parallel" else None
    ways = "".join(flow("x", id_, condition if id_ != "t0" else None) + line(id_, "y") for id_ in ids)
    nodes = [script(one, "=1", f"v{number}") for number, one in enumerate(ids)]
    default = None if kind == "parallel" else "x__t0"
    return drawn(
        user("a"), gateway(kind, "x", default), gateway(kind, "y"), *nodes, DECIDE,
        line("application", "a", "x"), ways, line("y", "d") + DECIDED,
    )  # fmt: skip


def in_a_loop(node: str) -> FILES:
    """A step that is gone round again and again, with a way out."""
    ways = line("application", "x", "a", "y") + flow("y", "x") + flow("y", "d", '=application.ok = "no"')
    return drawn(gateway("exclusive", "x"), node, gateway("exclusive", "y", "y__x"), DECIDE, ways + DECIDED)


def signal_storm() -> FILES:
    nodes = (
        gateway("parallel", "f"), gateway("parallel", "j"),
        user("a"), boundary("b", "a", signal("s")), throw("tb", signal("t")), gateway("exclusive", "xa"),
        user("c"), boundary("e", "c", signal("t")), throw("te", signal("s")), gateway("exclusive", "xc"),
    )  # fmt: skip
    ways = line("application", "f", "xa", "a", "j", "d") + line("f", "xc", "c", "j") + DECIDED
    return drawn(*nodes, DECIDE, ways, line("b", "tb", "xa") + line("e", "te", "xc"), signals=("s", "t"))


def many_elements() -> FILES:
    ids = [f"t{number}" for number in range(10_000)]
    return drawn(
        *(f'<bpmn:task id="{id_}"/>' for id_ in ids), DECIDE, line("application", *ids, "d") + DECIDED
    )


HANDLER = sub("h", start("hs"), end("he"), line("hs", "he")).replace(
    '<bpmn:subProcess id="h">', '<bpmn:subProcess id="h" triggeredByEvent="true">'
)
EACH = each("=[1, 2]", "n")
INNER = (start("s"), user("a"), end("e"), line("s", "a", "e"))
FLOW_A_D = 'sourceRef="a" targetRef="d"'


EACH_OF_MANY = "=for i in 1..900 return i"
OFTEN = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT0S</bpmn:timeCycle></bpmn:timerEventDefinition>"
NEVER = '><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=false</bpmn:conditionExpression>'
FOREIGN = 'id="a" e:isForCompensation="true" xmlns:e="urn:e"'


def renamed(name: str) -> FILES:
    """The good diagram with another id of its step."""
    return drawn(user(name), DECIDE, line("application", name, "d") + DECIDED)


def with_condition(text: str) -> FILES:
    data = chosen('=a.ok = "no"')()[0]
    old = b'>=a.ok = "no"<'
    assert old in data
    return data.replace(old, f">{text}<".encode()), {}


def with_an_end(node: str, *more: str, **declared: tuple[str, ...]) -> FILES:
    """The step `a`, with what is attached to it and ends at `z`."""
    return between(node, *more, end("z"), line("b", "z"), **declared)


ODD: tuple[Hostile, ...] = (
    # Names of XML
    H("bpmn_of_another_age", lambda: (good()[0].replace(BPMN, OLD), {}), "diagram.not_bpmn"),
    H(
        "zeebe_that_is_not_zeebe",
        lambda: (good()[0].replace(ZEEBE, b"urn:zeebe"), {}),
        "diagram.extension_unknown",
    ),
    H("prefix_defined_anew", inside(DEFINED_ANEW), "diagram.element_does_not_run", "diagram.schema"),
    H("attribute_of_a_foreign_name", edited('id="a"', FOREIGN), "diagram.attribute_unknown"),
    H("condition_with_a_comment_inside", lambda: with_condition('=a.ok = "no" <!-- or true --> and true')),
    H("condition_in_a_cdata_section", lambda: with_condition('<![CDATA[=a.ok = "no"]]>')),
    H("processing_instruction", inside('<?php system("id"); ?>')),
    # Ids
    H(
        "id_of_a_block_twice",
        lambda: drawn(
            call("c", "shared.k"),
            user("a"),
            DECIDE,
            line("application", "c", "a", "d") + DECIDED,
            blocks=block_with(*INNER),
        ),
        "diagram.duplicate_id",
    ),
    H("id_with_a_minus", lambda: renamed("a-b"), "diagram.target_not_a_name"),
    H("id_that_is_nothing", lambda: renamed("null"), "diagram.target_not_a_name"),
    H("id_that_begins_a_sentence_of_feel", lambda: renamed("if"), "diagram.target_not_a_name"),
    H("flow_without_an_id", edited('id="a__d" ', "")),
    # Levels
    H(
        "event_subprocess_in_a_repetition",
        lambda: between(sub("a", start("s"), HANDLER, user("z"), end("e"), line("s", "z", "e"), loop=EACH)),
        "diagram.element_does_not_run",
    ),
    H(
        "boundary_on_a_boundary",
        lambda: with_an_end(
            user("a"),
            boundary("b", "a", timer("P1D")),
            boundary("c", "b", timer("P1D")),
            end("y"),
            line("c", "y"),
        ),
        "diagram.boundary_without_host",
    ),
    H(
        "boundary_on_a_block",
        lambda: drawn(
            call("c", "shared.k"),
            boundary("b", "c", timer("P1D")),
            user("z"),
            DECIDE,
            line("application", "c", "d") + DECIDED + line("b", "z", "d"),
            blocks=block_with(start("s"), catch("w", timer("P3D")), end("e"), line("s", "w", "e")),
        ),
    ),
    H(
        "compensation_at_a_boundary",
        lambda: with_an_end(user("a"), boundary("b", "a", COMPENSATION)),
        "diagram.event_does_not_run",
    ),
    H("blocks_that_double_twenty_times", lambda: doubling(20), "diagram.blocks_multiply"),
    H(
        "repetition_of_a_repetition",
        lambda: between(
            sub(
                "a",
                start("i"),
                sub("s2", start("s"), user("z"), end("e"), line("s", "z", "e"), loop=each(EACH_OF_MANY, "m")),
                end("o"),
                line("i", "s2", "o"),
                loop=each(EACH_OF_MANY, "n"),
            )
        ),
        "expression.too_many_items",
    ),
    H(
        "terminate_in_a_repetition",
        lambda: between(sub("a", start("i"), user("z"), terminate("o"), line("i", "z", "o"), loop=EACH)),
    ),
    # Time
    H(
        "timer_of_a_million_years",
        lambda: between(catch("a", timer("P999999Y"))),
        "expression.time_out_of_range",
    ),
    H("timer_of_no_time", timed("PT0S"), "expression.no_time"),
    H("timer_of_no_months", timed("P0M"), "expression.no_time"),
    H("timer_of_no_time_in_a_loop", lambda: in_a_loop(catch("a", timer("PT0S"))), "expression.no_time"),
    H("timer_without_a_number", timed("P"), "diagram.timer_not_iso"),
    H("timer_before_it_begins", timed('=duration("-P1D")'), "expression.time_out_of_range"),
    H("timer_every_nothing", lambda: between(catch("a", OFTEN)), "diagram.timer_cycle"),
    H(
        "timer_beside_an_operation",
        lambda: with_an_end(job("a", "clock.resume"), boundary("b", "a", timer("P1D"))),
        "reference.event_at_once",
    ),
    # Flows
    H("condition_out_of_a_task", edited(FLOW_A_D + ">", FLOW_A_D + NEVER), "diagram.condition_not_here"),
    H(
        "default_of_a_task",
        edited('<bpmn:userTask id="a"', '<bpmn:userTask id="a" default="a__d"'),
        "diagram.condition_not_here",
    ),
    H(
        "default_that_is_another_flow",
        lambda: (chosen('=a.ok = "no"')()[0].replace(b'default="x__e"', b'default="a__x"'), {}),
        "diagram.default_not_here",
    ),
    H(
        "flow_to_itself",
        lambda: drawn(user("a"), DECIDE, line("application", "a", "a"), line("a", "d") + DECIDED),
        "diagram.several_flows_out",
    ),
    H("hundred_inclusive_ways", lambda: fan(100, "inclusive")),
    H("two_hundred_parallel_ways", lambda: fan(200, "parallel")),
    H("ten_thousand_elements", many_elements, "diagram.element_does_not_run"),
    # What calls itself forth, and what counts for ever
    H("signals_in_a_loop", signal_storm, "soundness.livelock"),
    H("power_of_a_billion", chosen("=10 ** 1000000000 > 1"), "expression.always_nothing"),
)
