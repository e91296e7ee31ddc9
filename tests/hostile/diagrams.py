"""Diagrams that somebody draws to break the engine, or by accident, each with what the gate has to say.

A builder gives the diagram of the service `roads.repair` and the blocks it calls. The codes are
those of the errors, all of them; none for what only looks hostile.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from tests.process.kit import (
    attrs,
    boundary,
    call,
    catch,
    decision,
    each,
    end,
    error_end,
    flow,
    gateway,
    job,
    line,
    process,
    script,
    start,
    sub,
    throw,
    timer,
    user,
)

ID = "roads.repair"
FILES = tuple[bytes, dict[str, bytes]]


@dataclass(frozen=True)
class Hostile:
    """A diagram by its name, how it is built, and the codes of the errors it must get."""

    name: str
    build: Callable[[], FILES]
    codes: frozenset[str]


def drawn(*nodes: str, blocks: dict[str, bytes] | None = None, **declared: tuple[str, ...]) -> FILES:
    """A service that begins with its form, decides and ends, with something evil in between."""
    return process(start("application", "application"), *nodes, id=ID, **declared), blocks or {}  # type: ignore[arg-type]


DECIDE = job("d", "case.decide", inputs={"outcome": '="granted"'}) + end()
DECIDED = line("d", "end")


def between(
    node: str, *more: str, blocks: dict[str, bytes] | None = None, **declared: tuple[str, ...]
) -> FILES:
    """One element `a` between the beginning and the decision."""
    ways = line("application", "a", "d") + DECIDED
    return drawn(node, DECIDE, ways, *more, blocks=blocks, **declared)


def good() -> FILES:
    return between(user("a"))


def before_the_root(text: str) -> Callable[[], FILES]:
    return lambda: (text.encode() + good()[0], {})


def edited(old: str, new: str) -> Callable[[], FILES]:
    def build() -> FILES:
        data = good()[0].decode()
        assert old in data
        return data.replace(old, new, 1).encode(), {}

    return build


def inside(xml: str) -> Callable[[], FILES]:
    """More XML in the process."""
    return edited("</bpmn:process>", f"{xml}</bpmn:process>")


def chosen(condition: str) -> Callable[[], FILES]:
    """A gateway with one condition."""
    ways = (
        line("application", "a", "x") + flow("x", "d", condition) + flow("x", "e") + DECIDED + line("e", "d")
    )
    return lambda: drawn(user("a"), gateway("exclusive", "x", "x__e"), user("e"), DECIDE, ways)


def timed(text: str) -> Callable[[], FILES]:
    return lambda: between(catch("a", timer(text)))


def many(collection: str) -> Callable[[], FILES]:
    return lambda: between(user("a", loop=each(collection, "n")))


def million_elements() -> FILES:
    return good()[0].replace(b"</bpmn:process>", b"<a/>" * 480_000 + b"</bpmn:process>"), {}


def nested(levels: int, element: str = "a") -> Callable[[], FILES]:
    return inside(f"<{element}>" * levels + f"</{element}>" * levels)


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


def circle_of_gateways() -> FILES:
    ways = line("application", "a", "x", "y") + flow("y", "x", '=a.ok = "no"') + flow("y", "d") + DECIDED
    return drawn(user("a"), gateway("exclusive", "x"), gateway("exclusive", "y", "y__d"), DECIDE, ways)


def circle_without_a_way_out() -> FILES:
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


LINK = throw("a", '<bpmn:linkEventDefinition name="l"/>')
CYCLE = "<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition>"
LOOP = '<bpmn:standardLoopCharacteristics loopMaximum="1000000000"/></bpmn:userTask>'
LISTENER = (
    '<zeebe:formDefinition formId="a"/>'
    '<c:executionListener xmlns:c="http://camunda.org/schema/1.0/bpmn" class="java.lang.Runtime"/>'
)
PYTHON = (
    '<bpmn:scriptTask id="p" scriptFormat="python"><bpmn:script>import os</bpmn:script></bpmn:scriptTask>'
)
XINCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)
PLAIN_TASK = f"<bpmn:task{attrs(id='t')}/>"
FORM = "<zeebe:formDefinition{}/>".format(attrs(formId="../../../etc/passwd"))


def H(name: str, build: Callable[[], FILES], *codes: str) -> Hostile:
    return Hostile(name, build, frozenset(codes))


HOSTILE = (
    # Files
    H(
        "external_entity",
        before_the_root(ENTITY),
        "diagram.doctype",
    ),
    H("external_dtd", before_the_root('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "diagram.doctype"),
    H("billion_laughs", before_the_root(LAUGHS + "]>"), "diagram.doctype"),
    H("half_a_million_elements", million_elements, "diagram.too_many_nodes"),
    H("a_hundred_thousand_levels", nested(100_000), "diagram.too_deep"),
    H("thirty_levels_of_subprocesses", lambda: subprocesses(40), "diagram.too_deep"),
    H("three_megabytes", inside(" " * 3_000_000), "diagram.too_large"),
    H("endless_attribute", edited('id="a"', f'id="a" name="{"x" * 1_000_000}"'), "diagram.text_too_long"),
    H(
        "endless_text",
        inside(f"<bpmn:documentation>{'x' * 1_000_000}</bpmn:documentation>"),
        "diagram.text_too_long",
    ),
    H(
        "thousand_attributes",
        edited('id="a"', 'id="a" ' + " ".join(f'a{n}="1"' for n in range(1_000))),
        "diagram.too_many_nodes",
    ),
    H("utf16", lambda: (good()[0].decode().encode("utf-16"), {}), "diagram.wrong_encoding"),
    H(
        "says_another_encoding",
        before_the_root('<?xml version="1.0" encoding="UTF-7"?>'),
        "diagram.wrong_encoding",
    ),
    H("gzip", lambda: (gzip.compress(good()[0]), {}), "diagram.wrong_encoding"),
    H(
        "invalid_utf8",
        lambda: (good()[0].replace(b'id="a"', b'id="a" name="\xc3\x28"'), {}),
        "diagram.wrong_encoding",
    ),
    H("null_byte", lambda: (good()[0].replace(b'id="a"', b'id="a\x00"'), {}), "diagram.xml_malformed"),
    H("cut_off", lambda: (good()[0][:-40], {}), "diagram.xml_malformed"),
    H("another_language", lambda: (b"<html/>", {}), "diagram.not_bpmn"),
    H(
        "xinclude",
        inside(XINCLUDE),
        "diagram.element_does_not_run",
        "diagram.schema",
    ),
    # Levels, blocks and circles
    H(
        "block_that_calls_itself",
        lambda: between(call("a", "shared.k"), blocks={"shared.k": block("shared.k", "shared.k")}),
        "diagram.blocks_call_in_a_circle",
    ),
    H(
        "blocks_in_a_circle",
        lambda: between(
            call("a", "shared.k"),
            blocks={"shared.k": block("shared.k", "shared.l"), "shared.l": block("shared.l", "shared.k")},
        ),
        "diagram.blocks_call_in_a_circle",
    ),
    H("process_that_calls_itself", lambda: between(call("a", ID)), "diagram.blocks_call_in_a_circle"),
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
    H("circle_of_gateways", circle_of_gateways, "data.circle_changes_nothing"),
    H("circle_without_a_way_out", circle_without_a_way_out, "diagram.not_connected"),
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
    # Ids and names
    H(
        "id_twice",
        edited('<bpmn:endEvent id="end"', '<bpmn:endEvent id="a"'),
        "diagram.duplicate_id",
    ),
    H("id_with_a_line_break", edited('id="a"', 'id="a&#10;b"'), "diagram.schema", "diagram.id_malformed"),
    H("id_of_python", lambda: (good()[0].replace(b'"end"', b'"__class__"'), {}), "diagram.id_malformed"),
    H(
        "id_of_the_case",
        lambda: drawn(user("case"), DECIDE, line("application", "case", "d") + DECIDED),
        "diagram.reserved_name",
    ),
    H(
        "output_into_the_applicant",
        lambda: between(user("a", outputs={"applicant.personal_number": '="1"'})),
        "diagram.reserved_name",
    ),
    H("output_under_a_dunder", lambda: between(user("a", outputs={"x.__class__": '="1"'}))),
    H(
        "form_outside_the_folder",
        edited('<zeebe:formDefinition formId="a"/>', FORM),
        "reference.form_unknown",
    ),
    H(
        "template_outside_the_folder",
        lambda: between(job("a", "letter.send", inputs={"template": '="../../x"'})),
        "reference.template_unknown",
    ),
    H(
        "operation_of_the_system",
        lambda: between(job("a", "os.system", inputs={"command": '="id"'})),
        "reference.operation_unknown",
    ),
    H(
        "decision_that_is_not_there",
        lambda: between(decision("a", "nowhere", "advice")),
        "reference.decision_unknown",
    ),
    # Expressions
    H(
        "script_in_python",
        inside(PYTHON),
        "diagram.script_not_feel",
        "diagram.attribute_unknown",
    ),
    H(
        "feel_that_looks_like_python",
        lambda: between(script("a", '=__import__("os")', "x")),
        "feel.unknown_function",
    ),
    H("condition_in_python", chosen("__import__('os').system('id')"), "diagram.not_an_expression"),
    H("feel_condition_in_python", chosen("=().__class__.__mro__[1]"), "feel.unexpected_token"),
    H("condition_that_is_a_text", chosen("yes"), "diagram.not_an_expression"),
    H("condition_that_gives_a_text", chosen('="yes"'), "feel.not_a_condition"),
    H("endless_expression", chosen("=" + "1+" * 15_000 + "1 > 0"), "diagram.text_too_long"),
    H("deep_expression", chosen("=" + "(" * 3_000 + "true" + ")" * 3_000), "feel.too_deep"),
    H("evil_pattern", chosen(f'=matches("{"a" * 60}!", "(a+)+$")')),
    H("thousand_million_items", many("=for i in 1..1000000000 return i"), "feel.too_many_steps"),
    H("two_thousand_items", many("=for i in 1..2000 return i"), "expression.too_many_items"),
    H("list_that_is_a_text", many('="abc"'), "expression.not_a_list"),
    H("timer_of_a_billion_years", timed("P1000000000000Y"), "expression.always_nothing"),
    H("timer_of_three_hundred_years", timed("P300Y"), "expression.time_out_of_range"),
    H("timer_in_the_year_99999", timed('=date("99999-01-01")'), "expression.time_out_of_range"),
    H(
        "timer_every_second",
        lambda: between(
            catch(
                "a",
                CYCLE,
            )
        ),
        "diagram.timer_cycle",
    ),
    H("timer_in_python", timed("datetime.now()"), "diagram.timer_not_iso"),
    H("task_for_nobody", lambda: between(user("a", role=None)), "reference.nobody_does_it"),
)
