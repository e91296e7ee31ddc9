"""Every diagram of ours, read and written back by the public packages that editors use: nothing is lost."""

from __future__ import annotations

import json
import subprocess

from lxml import etree

from engine.installation.loading import BPMN
from engine.process.source import read_source
from engine.studio.diagrams import written_back
from tests.studio.test_tables import FRONTEND, NODE

DIAGRAMS = sorted(BPMN.rglob("*.bpmn"))
# As the studio's page and Camunda's modeller read and write them, with the dialect's own package.
THROUGH_EDITOR = """
import { BpmnModdle } from "bpmn-moddle";
import { readFileSync } from "node:fs";
const zeebe = JSON.parse(readFileSync("node_modules/zeebe-bpmn-moddle/resources/zeebe.json", "utf8"));
const written = [];
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(path, "utf8"));
  const { xml } = await moddle.toXML(rootElement, { format: true });
  written.push({ xml, warnings: warnings.map((one) => one.message) });
}
console.log(JSON.stringify(written));
"""


def test_diagrams__read_and_written_by_the_packages_of_editors__say_the_same() -> None:
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", THROUGH_EDITOR],
        input=json.dumps([str(diagram) for diagram in DIAGRAMS]),
        capture_output=True,
        text=True,
        cwd=FRONTEND,
        check=True,
    )
    edited = dict(zip(DIAGRAMS, json.loads(done.stdout), strict=True))

    assert {diagram.name for diagram in DIAGRAMS} >= {"process.bpmn"}
    assert {path: one["warnings"] for path, one in edited.items() if one["warnings"]} == {}
    assert all(one["xml"].encode() != path.read_bytes() for path, one in edited.items())
    otherwise = [
        str(path.relative_to(BPMN))
        for path, one in edited.items()
        if written_back(one["xml"].encode(), path.read_bytes()) != path.read_bytes()
    ]
    assert otherwise == []


def test_diagram__with_a_label_that_an_editor_left_without_a_place__is_the_one_it_was() -> None:
    content = (BPMN / "high_mountain" / "suspend" / "process.bpmn").read_bytes()
    edited = content.replace(b"</bpmndi:BPMNShape>", b"<bpmndi:BPMNLabel/></bpmndi:BPMNShape>", 1)

    assert edited != content and written_back(edited, content) == content


def test_diagram__whose_elements_an_editor_took_out_and_put_back_at_the_end__is_the_one_it_was() -> None:
    content = (BPMN / "high_mountain" / "suspend" / "process.bpmn").read_bytes()
    root = read_source(content)
    for path in ("{*}process", "{*}process/{*}subProcess", "{*}process/{*}laneSet", ".//{*}lane"):
        parent = root.find(path)
        assert parent is not None
        parent.append(parent[-2])
    edited = etree.tostring(root)

    assert written_back(edited, content) == content


def test_diagram__with_an_element_in_another_lane__is_another_one() -> None:
    content = (BPMN / "high_mountain" / "suspend" / "process.bpmn").read_bytes()
    root = read_source(content)
    lanes = root.findall(".//{*}lane")
    lanes[-1].append(lanes[-2][-1])

    assert written_back(etree.tostring(root), content) != content
