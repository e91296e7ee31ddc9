"""A finding offers its fix: the nearest name or value, written where the wrong one stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from engine.catalogue.check.findings import EMPTY
from engine.catalogue.check.words import as_data
from engine.studio.fixes import FixGone, fixed, is_fixable
from feel.analyse import nearest_duration
from tests.catalogue.edits import DIAGRAM, GRANT, Edit, in_letter
from tests.catalogue.test_typed_view import edited, findings_after
from tests.hostile.spent import measured
from tests.studio.test_pages import FIRST, begun
from tests.web.desk import Desk

SECONDS = 2.0  # of processor time, as for every hostile input
DURATIONS = {
    "3 days": "P3D",
    "2 კვირა": "P14D",
    "12 Hours": "PT12H",
    "30min": "PT30M",
    "1 თვე": "P1M",
    "soon": "",
    "3 dogs": "",
}


def fix_after(service: str, edit: Edit) -> tuple[str, bytes, Mapping[str, Any]]:
    """Return the file as it was edited, and the first finding there that has a fix."""
    path, content = edited(service, edit)
    found = (as_data(finding) for finding in findings_after(service, edit) if finding.file == path)
    return path, content, next(finding for finding in found if finding["fix"])


def test_fix__of_a_letter__writes_the_nearest_field_there_is() -> None:
    path, content, finding = fix_after(GRANT, in_letter("{{ application.setlement }}"))

    assert b"<p>{{ application.settlement }}</p>" in fixed(path, content, finding)
    assert finding["hint"] == "settlement"


def test_fix__of_a_due_date_in_words__writes_the_duration_it_means() -> None:
    path, content, finding = fix_after(GRANT, (DIAGRAM, "=term(&quot;hm.visit&quot;)", "3 days"))

    assert b'dueDate="P3D"' in fixed(path, content, finding)


@pytest.mark.parametrize(("words", "duration"), [*DURATIONS.items()])
def test_duration__in_words__is_the_one_they_mean(words: str, duration: str) -> None:
    assert nearest_duration(words) == duration


def test_fix__of_one_element__leaves_the_same_text_of_another_alone() -> None:
    drawn = b'<a><b id="one" x="=wrong"/><b id="two" x="=wrong"><c>=wrong</c></b></a>'
    finding = {"where": "two", "fix": ("wrong", 'a "b" & c')}

    assert fixed("process.bpmn", drawn, finding) == (
        b'<a><b id="one" x="=wrong"/><b id="two" x="=a &quot;b&quot; &amp; c"><c>=a "b" &amp; c</c></b></a>'
    )


def test_fix__with_a_quote_within_an_attribute__stays_within_it() -> None:
    drawn = b'<a><b id="x" y="=term(&quot;wrong&quot;)"/><c y="wrong"/></a>'

    assert fixed("process.bpmn", drawn, {"where": "x", "fix": ("wrong", 'ri"ght')}) == (
        b'<a><b id="x" y="=term(&quot;ri&quot;ght&quot;)"/><c y="wrong"/></a>'
    )


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("process.bpmn", b'<a id="x">right</a>'),
        ("process.bpmn", b'<a id="y">wrong</a>'),
        ("process.bpmn", b"<a id='x'>wrong"),
        ("process.bpmn", b'<!DOCTYPE a [<!ENTITY e "wrong">]><a id="x">wrong</a>'),
        ("forms/a.form", b'{"a": "not wrong"}'),
    ],
)
def test_fix__of_what_does_not_stand_there__changes_nothing(path: str, content: bytes) -> None:
    finding = {"where": "x", "fix": ("wrong", "right")}

    assert not is_fixable(path, content, finding)
    with pytest.raises(FixGone):
        fixed(path, content, finding)


@pytest.mark.parametrize(
    ("path", "begins", "filling", "ends", "fix"),
    [
        ("documents/order.ka.html", b"<p>", b" ", b"</p>", ["amount", "sum"]),
        ("documents/order.ka.html", b"<p", b" ", b"/>", [EMPTY, ""]),
        ("documents/order.ka.html", b"<p>", b"{{ ", b"</p>", [EMPTY, ""]),
        ("process.bpmn", b"<task id='a'>", b" ", b"</task>", [EMPTY, ""]),
        ("process.bpmn", b"<task id='a'><zeebe:x ", b'a="="', b">", [EMPTY, ""]),
        ("process.bpmn", b"<task id='a' name='", b" ", b"'/>", ["amount", "sum"]),
        ("fee.dmn", b"<decision id='a'><inputExpression", b" ", b"</decision>", ["", "amount"]),
        ("fee.dmn", b"<decision id='a'>", b"<inputExpression>", b"</decision>", ["", "amount"]),
    ],
)
def test_fix__of_a_long_file_that_says_nothing__takes_its_length_and_not_its_square(
    path: str, begins: bytes, filling: bytes, ends: bytes, fix: list[str]
) -> None:
    content = begins + filling * (400_000 // len(filling)) + ends
    where = "" if path.endswith("html") else "a"

    with measured() as spent:
        assert not is_fixable(path, content, {"where": where, "fix": fix})

    assert spent.cpu < SECONDS


def test_fix__pressed_in_the_studio__is_kept_once_and_refused_when_it_is_gone(desk: Desk) -> None:
    one = desk.signed_in(FIRST)
    draft = begun(one)
    saved = one.client.get(f"{draft}/files/service.json").get_json()
    settings = json.loads(saved["content"])
    settings["eligibility"]["output"] = "eligble"
    page = one.get(f"{draft}/diagram")
    token = {"csrf_token": page.html.select_one("[name=csrf_token]")["value"]}
    wrong = {**token, "content": json.dumps(settings, ensure_ascii=False), "seen": saved["revision"]}
    assert one.client.post(f"{draft}/files/service.json", data=wrong).status_code == 200
    fix = {
        **token,
        "file": "service.json",
        "where": "eligibility.output",
        "old": "eligble",
        "new": "eligible",
    }

    done, again = (one.client.post(f"{draft}/findings", data=fix) for _ in range(2))

    kept = json.loads(one.client.get(f"{draft}/files/service.json").get_json()["content"])
    assert kept["eligibility"]["output"] == "eligible"
    assert (done.status_code, again.status_code) == (200, 422)
    assert done.get_json()["address"].startswith(f"{draft}/names")
    assert "changed meanwhile" in again.get_json()["message"]
