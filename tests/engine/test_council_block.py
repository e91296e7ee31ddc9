"""The block that brings a question before the council, called by a service which lets it decide."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from engine.catalogue.check import check_folder, errors_among
from engine.installation.loading import BPMN
from engine.scenarios.coverage import Coverage
from engine.scenarios.folders import version_of
from engine.scenarios.run import run_folder
from tests.engine.kit import CITIZEN
from tests.engine.services import flow, write_service

CALLING = (
    '<bpmn:callActivity id="ask_council"><bpmn:extensionElements>'
    '<zeebe:calledElement processId="shared.council"/><zeebe:ioMapping>'
    '<zeebe:input source="=&quot;mayor&quot;" target="submitter"/>'
    '<zeebe:input source="=application.note" target="subject"/>'
    '<zeebe:input source="=&quot;present&quot;" target="majority"/>'
    '<zeebe:input source="=&quot;№1958-IIს&quot;" target="law"/></zeebe:ioMapping>'
    "</bpmn:extensionElements></bpmn:callActivity>"
    '<bpmn:callActivity id="issue"><bpmn:extensionElements>'
    '<zeebe:calledElement processId="shared.issue"/></bpmn:extensionElements></bpmn:callActivity>'
    '<bpmn:endEvent id="end"/>'
    + flow("application", "ask_council")
    + flow("ask_council", "issue")
    + flow("issue", "end")
)
ACT = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:mms="urn:mms:template" lang="{language}">
<head><title>{title}</title></head><body><mms:part name="council_letterhead"/><mms:part name="draft_note"/>
<mms:part name="number_and_date"/><p>{{{{ council_question.subject }}}}</p>
<p>{{{{ council_session.grounds }}}}</p><mms:part name="appeal"/><mms:part name="council_chair"/>
</body></html>"""
OPINION = {"opinion": "for", "opinion_text": "დემო", "opinion_number": "7", "held_on": "2026-09-01"}
AGENDA = {"verdict": "agenda", "members_total": 30, "meets_on": "2026-09-03", "item": "4"}
VOTE = {
    "session": "voted",
    "held_on": "2026-09-01",
    "held_at": "11:00",
    "minutes_number": "12",
    "grounds": "დემო",
}


def submitted() -> list[dict[str, Any]]:
    return [
        {"task": "submit_question", "role": "mayor", "answers": {"note": "დემო"}},
        {"task": "council_commission", "role": "sakrebulo", "answers": OPINION},
    ]


def agenda(**changes: Any) -> dict[str, Any]:
    return {"task": "bureau", "role": "sakrebulo", "answers": changes or AGENDA}


def session(present: int = 0, in_favour: int = 0, **changes: Any) -> dict[str, Any]:
    counted = {**VOTE, "present": present, "in_favour": in_favour, "against": present - in_favour}
    answers = changes or {**counted, "abstained": 0}
    return {"task": "council_session", "role": "sakrebulo", "answers": answers}


SIGN = {"task": "sign_council_act", "role": "sakrebulo_chair", "answers": {"agrees_with_minutes": True}}
# Returned by the bureau, postponed by the session, 15 of 30 are no quorum, then adopted by 16 of 16.
LONG_WAY = [
    *submitted(),
    agenda(verdict="returned", returned_why="დემო"),
    *submitted(),
    agenda(),
    session(session="postponed", postponed_why="დემო"),
    agenda(),
    {**session(15, 15), "expect": {"waiting": ["bureau"]}},
    agenda(),
    session(16, 16),
    SIGN,
    {"letter": "granted"},
]
# 9 of 17 are the majority of those present, but less than a third of 30.
TOO_FEW = [*submitted(), agenda(), session(17, 9), SIGN, {"letter": "refused"}]
# A half of those present is no majority of them; a third of all 30 is enough where it is one.
TIE = [*submitted(), agenda(), session(24, 12), SIGN, {"letter": "refused"}]
A_THIRD = [*submitted(), agenda(), session(19, 10), SIGN, {"letter": "granted"}]


def a_service(tmp_path: Path) -> Path:
    """Return a service in Keda whose applications the council decides."""
    bpmn = tmp_path / "bpmn"
    shutil.copytree(BPMN, bpmn, ignore=shutil.ignore_patterns("high_mountain", "general"))
    place = bpmn / "municipalities" / "keda.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "modules": ["permits"]}))
    service = write_service(bpmn, body=CALLING)
    for name in ("order_grant", "order_refuse", "granted", "refused"):
        for language in ("ka", "en"):
            act = ACT.format(language=language, title=name)
            (service / "documents" / f"{name}.{language}.html").write_text(act)
    return service


def scenario(steps: list[dict[str, Any]], **expect: Any) -> str:
    return json.dumps(
        {
            "names": {"ka": "დემო", "en": "Demo"},
            "starts_at": "2026-09-01T10:00:00+04:00",
            "municipality": "keda",
            "language": "ka",
            "channel": "portal",
            "applicant": CITIZEN,
            "application": {"note": "დემო ქუჩის სახელი"},
            "steps": steps,
            "expect": {"end": "end", **expect},
        }
    )


def test_council__question_on_every_way__is_decided_by_its_act(tmp_path: Path) -> None:
    service, coverage = a_service(tmp_path), Coverage()
    (service / "scenarios").mkdir()
    granted = {"decision": {"outcome": "granted", "reason": "ok"}, "letters": ["granted"]}
    refused = {
        "decision": {"outcome": "refused", "reason": "council_voted_against"},
        "letters": ["refused"],
    }
    for name, steps, expected in (
        ("a_third", A_THIRD, granted),
        ("adopted", LONG_WAY, granted),
        ("tie", TIE, refused),
        ("too_few", TOO_FEW, refused),
    ):
        (service / "scenarios" / f"{name}.json").write_text(scenario(steps, **expected))

    assert errors_among(check_folder(service)) == ()
    results = run_folder(service)

    assert [result.differences for result in results] == [()] * 4
    coverage.add(version_of(service), tuple(result.taken for result in results))
    assert dict(coverage)["shared.council"].missing == ()
