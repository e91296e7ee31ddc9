"""A draft's diagram laid out anew: in a child with limits, shown and not kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engine.fork_server.limits import Limits
from engine.installation.loading import BPMN
from engine.process.layout import measure
from engine.process.layout.violations import Rule
from engine.studio import tidying
from engine.studio.element_names import parted
from engine.studio.tidying import NotTidied, TidyingBusy, tidied
from tests.process.tidy.test_tidying import meaning
from tests.studio.test_pages import FIRST, begun, saved
from tests.web.browser import Browser
from tests.web.desk import Desk

SERVICE = "general.question"
DIAGRAM = BPMN / "shared" / "forwarding" / "process.bpmn"


@pytest.fixture
def nothing_found_before() -> None:
    tidying._laid_out.cache_clear()


def messy(content: bytes) -> bytes:
    """Return a diagram with all of its shapes in one place."""
    return re.sub(rb'(<dc:Bounds) x="[^"]*" y="[^"]*"', rb'\1 x="10" y="10"', content)


def asked(browser: Browser, draft: str) -> Any:
    """Ask for the diagram laid out anew, as the editor's script does."""
    token = browser.get(f"{draft}/diagram").html.select_one("[data-studio=form] [name=csrf_token]")
    assert token is not None
    return browser.client.post(f"{draft}/diagram/tidy", data={"csrf_token": token["value"]})


def test_diagram__with_shapes_on_each_other__is_laid_out_and_does_the_same() -> None:
    content = messy(DIAGRAM.read_bytes())

    drawn = tidied({"process.bpmn": content})

    before, after = measure(content, {}), measure(drawn, {})
    assert before is not None and before.counts[Rule.SHAPES] > 0
    assert after is not None and after.counts.get(Rule.SHAPES, 0) == 0
    assert meaning(drawn) == meaning(content)


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"no diagram", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_diagram__that_can_not_be_read__is_refused(content: bytes) -> None:
    with pytest.raises(NotTidied):
        tidied({"process.bpmn": content})


@pytest.mark.usefixtures("nothing_found_before")
def test_diagram__beyond_the_limits__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LIMITS", Limits(cpu=1, seconds=0.05))

    with pytest.raises(NotTidied):
        tidied({"process.bpmn": DIAGRAM.read_bytes()})


def test_layout__asked_for_again__is_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {"process.bpmn": DIAGRAM.read_bytes()}
    first = tidied(contents)
    monkeypatch.setattr(tidying, "LIMITS", Limits(cpu=1, seconds=0.05))

    assert tidied(contents) == first
    with pytest.raises(NotTidied):
        tidied({"process.bpmn": messy(DIAGRAM.read_bytes())})


@pytest.mark.usefixtures("nothing_found_before")
def test_layout__while_another_is_found__is_refused_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "PATIENCE", 0.01)

    with tidying._free, pytest.raises(TidyingBusy):
        tidied({"process.bpmn": DIAGRAM.read_bytes()})


def test_page__asked_for_a_layout__answers_it_and_keeps_nothing(desk: Desk) -> None:
    analyst = desk.signed_in(FIRST)
    draft = begun(analyst, SERVICE)
    kept = analyst.client.get(f"{draft}/files/process.bpmn").get_json()

    answer = asked(analyst, draft)

    drawn = answer.get_json()["content"]
    assert answer.status_code == 200 and "laneSet" in drawn
    assert meaning(parted(drawn.encode()).diagram) == meaning(kept["content"].encode())
    assert analyst.client.get(f"{draft}/files/process.bpmn").get_json() == kept


def test_layout__kept_by_the_editor__is_a_change_of_the_drawing_alone(desk: Desk) -> None:
    analyst = desk.signed_in(FIRST)
    draft = begun(analyst, SERVICE)
    drawn = asked(analyst, draft).get_json()["content"]

    answer = saved(analyst, draft, content=drawn)

    assert answer.status_code == 200


@pytest.mark.usefixtures("nothing_found_before")
def test_page__layout_of_what_can_not_be_laid_out__says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = desk.signed_in(FIRST)
    draft = begun(analyst, SERVICE)
    monkeypatch.setattr(tidying, "LIMITS", Limits(cpu=1, seconds=0.05))
    slow = asked(analyst, draft)
    monkeypatch.setattr(tidying, "PATIENCE", 0.01)
    with tidying._free:
        busy = asked(analyst, draft)

    assert slow.status_code == 422 and "could not be laid out" in slow.get_json()["message"]
    assert busy.status_code == 503 and "Try again" in busy.get_json()["message"]
