"""A layout put into the text that was read: all else keeps its bytes."""

from __future__ import annotations

import re

import pytest

from engine.installation.loading import BPMN
from engine.process.tidy import tidied
from engine.process.tidy.splicing import spliced

DRAWN = re.compile(rb"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", re.DOTALL)
HEARING = (BPMN / "shared" / "hearing" / "process.bpmn").read_bytes()


def test_diagram__quoted_another_way_than_a_serialiser_does__keeps_its_quotes() -> None:
    content = HEARING.replace(b"<bpmn:userTask ", b"<bpmn:userTask  ", 1)

    written = tidied(content, {}, trials=1)

    assert b"<bpmn:userTask  " in written
    assert DRAWN.sub(b"", written).splitlines()[-3:] == DRAWN.sub(b"", content).splitlines()[-3:]


def test_diagram__laid_out_twice__keeps_every_byte() -> None:
    once = tidied(HEARING, {}, trials=1)

    assert tidied(once, {}, trials=1) == once


@pytest.mark.parametrize(
    "read",
    [
        b"<d:definitions xmlns:d='u'><!-- <laneSet>a</laneSet> --><d:process id='p'/></d:definitions>",
        b"<d:definitions xmlns:d='u'><d:process id='p'><d:task/></d:process></d:definitions>",
    ],
    ids=["pieces in a comment", "nothing that tells where lanes go"],
)
def test_pieces__that_can_not_be_told_apart__are_taken_as_they_were_written(read: bytes) -> None:
    process = b"<d:process id='p'><d:laneSet id='l'/><d:task/></d:process>"
    written = b"<d:definitions xmlns:d='u'>" + process + b"</d:definitions>"

    assert spliced(read, written) == written
