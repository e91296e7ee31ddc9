"""From the bytes of a diagram to those of the same diagram, laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from lxml import etree

from engine.process.layout.roles import APPLICANT, Blocks
from engine.process.layout.rules.places import LANE_LINES
from engine.process.source import BPMN, Node, read_source
from engine.process.tidy import text
from engine.process.tidy.apart import apart
from engine.process.tidy.graph import graph_of
from engine.process.tidy.improve import best_picture
from engine.process.tidy.lanes import lanes_of
from engine.process.tidy.near import near
from engine.process.tidy.remarks import Remark, with_remarks
from engine.process.tidy.sheets import closed_in, drop_unused, levels, on_sheet
from engine.process.tidy.splicing import spliced
from engine.process.tidy.writing import Writer

AROUND_NAME: Final = 6.0  # of a lane, above and below together


def tidied(
    content: bytes,
    blocks: Blocks,
    role_names: Mapping[str, str] | None = None,
    names: Mapping[str, Sequence[str]] | None = None,
    *,
    trials: int | None = None,
    starter: str = APPLICANT,
) -> bytes:
    """Return a diagram laid out anew, each of its sheets; what it does is not changed.

    `blocks` are the diagrams it calls, by process id; `role_names` the names of lanes by role; `names` those
    of elements in other languages, for which there has to be room too; `trials` limits how many arrangements
    are tried, by default by the size of the diagram; `starter` is the lane in which it begins. Several
    processes in one file, or none, are left as they are.
    """
    read_source(content)  # refuses what no tree should be built from
    root = _parsed(content)
    processes = root.findall(f"{{{BPMN}}}process")
    if len(processes) != 1 or root.find(f".//{{{BPMN}}}messageFlow") is not None:
        return content
    closed = closed_in(root)
    writer = Writer(root, role_names or {})
    for level in levels(processes[0], closed):
        lanes = lanes_of(level, blocks, closed, starter)
        graph = graph_of(level, lanes.of, names or {}, count=len(lanes.roles), collapsed=closed)
        if not graph.nodes and level is processes[0]:
            return content
        graph = replace(graph, high=tuple(_height((role_names or {}).get(role, "")) for role in lanes.roles))
        if graph.nodes:
            # bpmn-js keeps annotations of a diagram with a pool beside the pool.
            beside = root.iterfind(f"{{{BPMN}}}collaboration/*") if level is processes[0] else ()
            stands = {str(node.get("id")) for node in (*on_sheet(level, closed), *beside)}
            remarks = [remark for remark in _remarks(root, names or {}) if remark.id in stands]
            writer.write(level, with_remarks(best_picture(graph, trials), remarks), lanes.roles, stands)
    drop_unused(root, closed)
    written = bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    drawn = spliced(content, written + (b"\n" if content.endswith(b"\n") else b""))
    return apart(near(drawn, names or {}), names or {})


def _height(name: str) -> float:
    """Return how high a lane has to be for its name."""
    return ceil(text.standing(name, LANE_LINES)) + AROUND_NAME


def _remarks(root: Node, names: Mapping[str, Sequence[str]]) -> Iterator[Remark]:
    """Yield annotations and data, with what ties them to the flow and the words in all languages."""
    ties: dict[str, list[tuple[str, str]]] = {}
    for tie in root.iter(f"{{{BPMN}}}association"):
        ends = str(tie.get("sourceRef")), str(tie.get("targetRef"))
        for mine, theirs in (ends, ends[::-1]):
            ties.setdefault(mine, []).append((str(tie.get("id")), theirs))
    for name, end in (("dataInputAssociation", "sourceRef"), ("dataOutputAssociation", "targetRef")):
        for tie in root.iter(f"{{{BPMN}}}{name}"):
            data, step = (tie.findtext(f"{{{BPMN}}}{end}") or "").strip(), tie.getparent()
            if step is not None:
                ties.setdefault(data, []).append((str(tie.get("id")), str(step.get("id"))))
    for name in ("textAnnotation", "dataObjectReference", "dataStoreReference"):
        for node in root.iter(f"{{{BPMN}}}{name}"):
            code = str(node.get("id"))
            says = (node.findtext(f"{{{BPMN}}}text") or "", *names.get(code, ()))
            yield Remark(code, says if name == "textAnnotation" else None, tuple(ties.get(code, ())))


def _parsed(content: bytes) -> Node:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)
