"""Files as other tools write them: judged by their flow of control, and never a crash, however spoiled.

The files in `foreign/` are drawn by hand in the manner of each tool, with its namespaces and extensions.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from engine.catalogue.soundness.report import judge_file

FILES = {file.name: file.read_bytes() for file in sorted((Path(__file__).parent / "foreign").iterdir())}
VERDICTS = {
    "aris.bpmn": ("sound", ""),
    "bizagi.bpmn": ("sound", ""),
    "bonita.bpmn": ("unsound", "_join"),
    "bpmnio.bpmn": ("unsound", "Gateway_2"),
    "camunda7.bpmn": ("sound", ""),
    "camunda8.bpmn": ("not decided", "any_order"),
    "flowable.bpmn20.xml": ("unsound", "lost"),
    "signavio.bpmn": ("unsound", "sid-G2"),
}
WORDS = {"sound", "unsound", "not decided"}
SPOILED = 60


def test_files__of_eight_tools__are_all_there() -> None:
    assert FILES.keys() == VERDICTS.keys()


@pytest.mark.parametrize("name", FILES)
def test_file_of_another_tool__is_judged(name: str) -> None:
    word, element = VERDICTS[name]

    report = judge_file(FILES[name])

    assert report.lines[0] == word
    assert element in " ".join(report.lines[1:3])


def test_file_of_another_tool__without_what_is_not_modelled__is_sound() -> None:
    plain = FILES["camunda8.bpmn"].replace(b"adHocSubProcess", b"subProcess")

    assert judge_file(plain).lines == ("sound",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("name", FILES)
def test_file_of_another_tool__in_another_encoding__is_judged_the_same(name: str, encoding: str) -> None:
    said = encoding.removesuffix("-sig")
    text = FILES[name].decode()
    head, _, body = text.partition("?>")
    data = f'<?xml version="1.0" encoding="{said}"?>{body}'.encode(encoding)

    assert head.startswith("<?xml")
    assert judge_file(data) == judge_file(FILES[name])


def spoiled(data: bytes, choice: random.Random) -> bytes:
    """Return a file with something cut off, dropped, doubled or renamed."""
    if choice.random() < 0.2:
        return data[: choice.randrange(len(data))]
    root = etree.fromstring(data)
    for _ in range(choice.randint(1, 4)):
        nodes = [node for node in root.iter(etree.Element) if node.getparent() is not None]
        if not nodes:
            break
        node, other = choice.choice(nodes), choice.choice(nodes)
        around = node.getparent()
        pick = choice.randrange(5)
        if pick == 0:
            around.remove(node)
        elif pick == 1:
            around.append(etree.fromstring(etree.tostring(node)))
        elif pick == 2:
            node.tag = other.tag
        elif pick == 3 and node.attrib:
            node.attrib.pop(choice.choice(list(node.attrib)))
        elif node.attrib and other.attrib:
            node.set(choice.choice(list(node.attrib)), choice.choice(list(other.attrib.values())))
    return bytes(etree.tostring(root))


@pytest.mark.parametrize("name", FILES)
def test_file_of_another_tool__spoiled__is_judged_or_not_decided(name: str) -> None:
    told = set()
    for seed in range(SPOILED):
        report = judge_file(spoiled(FILES[name], random.Random(f"{name} {seed}")))
        told.add(report.lines[0])
        assert report.lines[0] in WORDS
        assert len(report.lines) > 1 or report.lines[0] == "sound"

    assert "not decided" in told
