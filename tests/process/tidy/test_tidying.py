"""From bytes to bytes: what is written, what is kept, and that any diagram comes to an end."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from engine.catalogue.blocks import SHARED
from engine.catalogue.lanes import lane_names
from engine.installation.loading import BPMN as SHIPPED
from engine.process import Definition
from engine.process.drawing import drawings_of
from engine.process.layout import Rule, Violation, measure
from engine.process.schema import breaches
from engine.process.source import BPMN, Node, read_source
from engine.process.tidy import tidied
from tests.process import kit

DIAGRAMS = sorted(SHIPPED.rglob("process.bpmn"))
FEW = 4  # trials: most properties hold for every picture, not only for the best
# These come out right only of as many trials as whoever tidies has.
CROWDED = {
    "social/apply",
    "shared/entitlements",
    "shared/decision",
    "high_mountain/suspend",
    "assets/transfer",
}


@cache
def blocks() -> dict[str, bytes]:
    return {
        f"{SHARED}.{path.parent.name}": path.read_bytes()
        for path in (SHIPPED / SHARED).glob("*/process.bpmn")
    }


def name_of(path: Path) -> str:
    return f"{path.parents[1].name}/{path.parent.name}"


@cache
def ours(path: Path) -> tuple[bytes, bytes]:
    content = path.read_bytes()
    return content, tidied(content, blocks(), lane_names(), trials=FEW)


def meaning(content: bytes) -> bytes:
    """Return all of a diagram but its lanes, its pool and where it is drawn."""
    root = read_source(content)
    drawn = ("{*}BPMNDiagram", "{*}collaboration", ".//{*}laneSet")
    for node in [found for path in drawn for found in root.iterfind(path)]:
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)
    for node in root.iter():
        node.text = (node.text or "").strip() or None
        node.tail = None
    return bytes(etree.tostring(root, method="c14n2"))


@pytest.mark.parametrize("path", DIAGRAMS, ids=name_of)
def test_diagram_of_ours__laid_out__says_the_same(path: Path) -> None:
    before, after = ours(path)

    assert meaning(after) == meaning(before)
    assert drawn_elements(after) >= flows_and_nodes(read_source(before))


def drawn_elements(content: bytes) -> set[str]:
    return {thing.element for sheet in drawings_of(content) for thing in sheet.things}


def flows_and_nodes(root: Node) -> set[str]:
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    found = {
        str(flow.get(end)) for flow in process.iter(f"{{{BPMN}}}sequenceFlow") for end in ("sourceRef", "id")
    }
    return found


@pytest.mark.parametrize("path", [path for path in DIAGRAMS if name_of(path) not in CROWDED], ids=name_of)
def test_diagram_of_ours__laid_out__nothing_lies_on_anything(path: Path) -> None:
    before, after = ours(path)

    if violated(after):
        after = tidied(before, blocks(), lane_names(), trials=4 * FEW)
    assert violated(after) == []


@pytest.mark.extended
@pytest.mark.parametrize("name", sorted(CROWDED))
def test_crowded_diagram__laid_out_with_all_trials__nothing_lies_on_anything(name: str) -> None:
    content = (SHIPPED / name / "process.bpmn").read_bytes()

    assert violated(tidied(content, blocks(), lane_names())) == []


def violated(content: bytes) -> list[Violation]:
    """Return where something lies on something, or an arrow is drawn as none should be."""
    found = measure(content, blocks(), lane_names())
    assert found is not None
    hard = {Rule.SHAPES, Rule.LANES, Rule.CLEARANCE, Rule.TRACKS, Rule.BOUNDARY, Rule.LABELS}
    return [said for said in found.violations if said.rule in hard or said.what in ("slanted", "leaves_left")]


def test_process_of_a_diagram__laid_out__keeps_its_bytes() -> None:
    before, after = ours(SHIPPED / "high_mountain" / "grant" / "process.bpmn")

    start, end = b"<bpmn:startEvent", b"</bpmn:process>"
    assert after[after.index(start) : after.index(end)] == before[before.index(start) : before.index(end)]


def test_diagram__laid_out_twice__is_the_same() -> None:
    _, once = ours(SHIPPED / SHARED / "hearing" / "process.bpmn")

    twice = tidied(once, blocks(), lane_names(), trials=FEW)

    assert twice == once


def test_diagram__laid_out_from_other_places__is_the_same() -> None:
    before, after = ours(SHIPPED / SHARED / "hearing" / "process.bpmn")
    moved = before.replace(b' x="2', b' x="7')
    assert moved != before

    assert tidied(moved, blocks(), lane_names(), trials=FEW) == after


def test_diagram_of_one_role__laid_out__has_no_lanes_and_no_pool() -> None:
    content = kit.process(kit.start(), kit.user("a"), kit.end(), kit.line("start", "a", "end"))

    root = read_source(tidied(content, {}))

    assert root.find(f".//{{{BPMN}}}lane") is None
    assert root.find(f".//{{{BPMN}}}participant") is None


def test_diagram_of_two_roles__laid_out__has_a_pool_with_a_lane_for_each() -> None:
    steps = kit.user("a", role="mayor"), kit.user("b", role="specialist")
    content = kit.process(kit.start(), *steps, kit.end(), kit.line("start", "b", "a", "end"))

    after = tidied(content, {}, {"mayor": "მერი", "specialist": "სპეციალისტი"})

    lanes = list(read_source(after).iter(f"{{{BPMN}}}lane"))
    assert [lane.get("name") for lane in lanes] == ["სპეციალისტი", "მერი"]
    assert [[ref.text for ref in lane.iterfind(f"{{{BPMN}}}flowNodeRef")] for lane in lanes] == [
        ["start", "b"],
        ["a", "end"],
    ]
    assert "a" in Definition.parse(after, {}).elements


def test_file_of_two_processes__laid_out__stays_as_it_is() -> None:
    one = kit.process(kit.start(), kit.end(), kit.line("start", "end"))
    two = one.replace(b"</bpmn:definitions>", b'<bpmn:process id="q"/></bpmn:definitions>')

    assert tidied(two, {}) == two


def a_tangle(seed: int, size: int) -> bytes:
    """Return a diagram whose flows lead anywhere, with branches and events at edges."""
    dice = random.Random(seed)
    names = [f"n{index}" for index in range(size)]
    nodes = [
        kit.gateway("exclusive", name)
        if dice.random() < 0.3
        else kit.user(name, role=dice.choice(["specialist", "mayor", "lawyer"]))
        for name in names
    ]
    pairs = {(dice.choice(names), dice.choice(names)) for _ in range(size * 3 // 2)}
    nodes += [
        kit.boundary(f"b{name}", name, kit.timer("PT1H"))
        for name in names
        if f'userTask id="{name}"' in "".join(nodes) and dice.random() < 0.2
    ]
    flows = [kit.flow(source, target) for source, target in sorted(pairs)]
    return kit.process(*nodes, *flows)


@pytest.mark.parametrize("seed", range(6))
def test_tangle__laid_out__everything_is_drawn_and_nothing_lies_on_anything(seed: int) -> None:
    content = a_tangle(seed, 14)

    after = tidied(content, {}, trials=2)

    found = measure(after, {})
    assert found is not None
    assert meaning(after) == meaning(content)
    assert [said for said in found.violations if said.rule is Rule.SHAPES] == []
    through = [said for said in found.violations if said.what == "through"]
    assert through == []


def test_diagram_of_200_elements__laid_out__comes_to_an_end() -> None:
    content = a_tangle(1, 80)

    after = tidied(content, {}, trials=1)

    assert meaning(after) == meaning(content)


def test_inner_level_in_an_inner_level__laid_out__each_holds_what_is_in_it() -> None:
    innermost = kit.sub("g", kit.start("gs"), kit.user("x"), kit.end("ge"), kit.line("gs", "x", "ge"))
    inner = kit.sub("f", kit.start("fs"), innermost, kit.end("fe"), kit.line("fs", "g", "fe"))
    content = kit.process(kit.start(), inner, kit.end(), kit.line("start", "f", "end"))

    found = measure(tidied(content, {}), {})

    assert found is not None
    assert [said for said in found.violations if said.rule in (Rule.SHAPES, Rule.CLEARANCE)] == []


def with_a_part(*more: str) -> bytes:
    """Return a diagram with a part in it that is laid out open."""
    people = kit.user("x", role="mayor"), kit.user("y", role="lawyer")
    inner = kit.sub("f", kit.start("fs"), *people, kit.end("fe"), kit.line("fs", "x", "y", "fe"))
    steps = (
        kit.start(),
        inner,
        kit.user("z", role="specialist"),
        kit.end(),
        kit.line("start", "f", "z", "end"),
    )
    return tidied(kit.process(*steps, *more), {}, trials=FEW)


def closed(content: bytes) -> bytes:
    """Return the diagram with its part closed, laid out."""
    return tidied(content.replace(b'isExpanded="true"', b'isExpanded="false"'), {}, trials=FEW)


def test_closed_subprocess__laid_out__is_a_step_and_its_inside_has_a_sheet_of_its_own() -> None:
    content = with_a_part()

    after = closed(content)

    whole, inside = drawings_of(after)
    steps = {shape.element: shape for shape in whole.shapes if shape.kind != "lane"}
    assert steps.keys() == {"pool", "start", "f", "z", "end"}
    assert (steps["f"].box.width, steps["f"].box.height) == (112, 64)
    assert not steps["f"].is_expanded
    assert inside.of == "f"
    assert {shape.element for shape in inside.shapes if shape.kind != "lane"} == {"fs", "x", "y", "fe"}
    assert meaning(after) == meaning(content)


def test_closed_subprocess__laid_out__has_lanes_of_its_own_that_the_schema_admits() -> None:
    after = closed(with_a_part())

    (part,) = read_source(after).iter(f"{{{BPMN}}}subProcess")
    roles = [found.get("value") for found in part.iterfind("{*}laneSet//*[@name='mms:role']")]
    assert roles == ["lawyer", "mayor"]
    assert breaches(read_source(after)) == ()
    found = measure(after, {})
    assert found is not None
    assert [said for said in found.violations if said.rule in (Rule.LANES, Rule.SHAPES)] == []


def test_closed_subprocess__laid_out_twice__keeps_every_byte() -> None:
    once = closed(with_a_part())

    assert tidied(once, {}, trials=FEW) == once


def test_closed_subprocess__without_its_plane_and_open__is_laid_out_open_again() -> None:
    root = etree.fromstring(closed(with_a_part()))
    _, plane = root.findall("{*}BPMNDiagram")
    root.remove(plane)
    opened = etree.tostring(root).replace(b'isExpanded="false"', b'isExpanded="true"')

    after = tidied(opened, {}, trials=FEW)

    assert [sheet.of for sheet in drawings_of(after)] == [None]
    assert after.count(b"<bpmn:laneSet") == 1
    assert drawn_elements(after) >= {"x", "y", "fs", "fe"}


def test_plane__of_a_part_that_is_gone__is_taken_away() -> None:
    content = closed(with_a_part())
    plane = b'<BPMNPlane id="p2" bpmnElement="gone"/>'
    gone = (
        b'<BPMNDiagram xmlns="http://www.omg.org/spec/BPMN/20100524/DI" id="d2">' + plane + b"</BPMNDiagram>"
    )

    after = tidied(content.replace(b"</bpmn:definitions>", gone + b"</bpmn:definitions>"), {}, trials=FEW)

    assert b"gone" not in after
    assert drawings_of(after) == drawings_of(content)


def test_annotation__of_a_step_in_a_closed_part__is_on_its_sheet() -> None:
    note = (
        '<bpmn:textAnnotation id="why"><bpmn:text>because</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="tie" sourceRef="x" targetRef="why"/>'
    )
    inner = kit.sub("f", kit.start("fs"), kit.user("x"), kit.end("fe"), kit.line("fs", "x", "fe"), note)
    content = kit.process(kit.start(), inner, kit.end(), kit.line("start", "f", "end"))

    whole, inside = drawings_of(closed(tidied(content, {}, trials=FEW)))

    assert "why" in {shape.element for shape in inside.shapes}
    assert "why" not in {shape.element for shape in whole.shapes}
    assert "tie" in {line.element for line in inside.lines}


ANNOTATED = (
    '<bpmn:textAnnotation id="why"><bpmn:text>the clock stands still here</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="tie" sourceRef="a" targetRef="why"/>'
)


def test_annotation__laid_out__stands_free_and_near_to_its_step() -> None:
    steps = kit.user("a", role="mayor"), kit.user("b", role="specialist")
    content = kit.process(kit.start(), *steps, kit.end(), kit.line("start", "b", "a", "end"), ANNOTATED)

    found = measure(tidied(content, {}), {})

    assert found is not None
    near = {Rule.SHAPES, Rule.CLEARANCE, Rule.ANNOTATIONS, Rule.LABELS}
    assert [said for said in found.violations if said.rule in near] == []


def test_diagram__that_only_the_office_begins__begins_in_its_lane() -> None:
    content = (SHIPPED / "general" / "review" / "process.bpmn").read_bytes()

    def first_lane(starter: str) -> str:
        after = tidied(content, blocks(), lane_names(), trials=1, starter=starter)
        return str(next(read_source(after).iter("{*}lane")).get("name"))

    assert (first_lane("applicant"), first_lane("office")) == ("განმცხადებელი", "სამსახური")


def test_annotation__beside_the_pool_as_bpmn_js_keeps_it__is_laid_out_too() -> None:
    content = (SHIPPED / "high_mountain" / "suspend" / "process.bpmn").read_text()
    start, end = content.index("<bpmn:textAnnotation"), content.index("</bpmn:process>")
    moved = content[:start] + content[end:]
    moved = moved.replace("</bpmn:collaboration>", f"{content[start:end]}</bpmn:collaboration>")

    after = tidied(moved.encode(), blocks(), lane_names(), trials=1)

    assert "why_no_end" in drawn_elements(content.encode())
    assert drawn_elements(after) >= drawn_elements(content.encode())
