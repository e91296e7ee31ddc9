"""The whole case in one file: staff take it away, and it proves itself; strangers get nothing."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

from engine.clock import SettableClock
from engine.scenarios.signers import Signers
from signing.examine import examine
from signing.report import Verdict
from signing.timeline import TIMELINE
from tests.web.desk import Desk


def test_package__of_a_case__proves_itself_and_holds_the_law(
    desk: Desk, cards: Signers, clock: SettableClock
) -> None:
    filed = desk.filed()
    path = f"/inbox/cases/{filed.case_id}/package"

    taken = desk.staff("specialist").client.get(path, buffered=True)

    report = examine(taken.data, trust=cards.rules.trust, at=clock.now())
    assert (report.verdict, report.problems) == (Verdict.VALID, ())
    with zipfile.ZipFile(BytesIO(taken.data)) as zipped:
        timeline = json.loads(zipped.read(TIMELINE))
    assert timeline["events"][0]["kind"] == "case.filed"
    assert any(name.endswith("process.bpmn") for name in report.files)
    assert any(name.endswith(".dmn") for name in report.files)
    assert filed.browser.client.get(path).status_code in (403, 404)
