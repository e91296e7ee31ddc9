"""Validation on inputs that hide something of the case from the inputs below them."""

from __future__ import annotations

from engine.catalogue.check.inputs import check_inputs
from tests.catalogue.flow_kit import subject
from tests.process.kit import end, line, script, user


def found(inputs: dict[str, str]) -> list[tuple[str, str]]:
    nodes = (script("make", "={id: 1, state: 2}", "asset"), user("ask", inputs=inputs), end())
    judged = subject(*nodes, line("application", "make", "ask", "end"))
    return [(finding.where, finding.detail) for finding in check_inputs(judged)]


def test_input__that_reads_a_name_taken_over_above_it__is_found() -> None:
    assert found({"asset": "=asset.id", "state": "=asset.state"}) == [("ask", "state: asset")]


def test_input__that_reads_it_first_or_reads_what_only_the_step_knows__is_fine() -> None:
    assert found({"state": "=asset.state", "asset": "=asset.id"}) == []
    assert found({"share": "=asset.state", "half": "=share / 2"}) == []
