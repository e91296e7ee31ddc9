"""A service that can be run over a register names one, and its cases begin with what their form asks."""

from __future__ import annotations

import json

import pytest

from engine.catalogue.check.cohort import check_cohort
from engine.catalogue.check.subject import read_subject
from engine.catalogue.folder import read_service
from engine.installation.loading import BPMN

MONITORING = read_service(BPMN / "high_mountain" / "monitoring")
SETTINGS = "high_mountain/monitoring/service.json"
ANSWERS = "={year: run.year, settlement: entry.fields.settlement, reason: run.ground}"


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"register": "nobody"}, ("catalogue.register_unknown", "nobody")),
        ({"condition": "=entry.stat = 1"}, ("feel.no_property", "entry.stat = 1; context, stat")),
        ({"condition": "=applicant = 1"}, ("feel.unknown_name", "applicant = 1")),
        (
            {"answers": ANSWERS.replace("fields.settlement", "fields.village")},
            (
                "feel.no_property",
                ANSWERS.replace("fields.settlement", "fields.village")[1:] + "; context, village",
            ),
        ),
        ({"answers": "={year: run.year, reason: run.ground}"}, ("reference.cohort_answer", "settlement")),
        ({"answers": ANSWERS[:-1] + ", more: 1}"}, ("reference.cohort_answer", "more")),
    ],
)
def test_cohort__that_does_not_fit_its_service__is_found(
    changed: dict[str, str], finding: tuple[str, str]
) -> None:
    files = dict(MONITORING.files)
    settings = json.loads(files[SETTINGS])
    files[SETTINGS] = json.dumps({**settings, "cohort": {**settings["cohort"], **changed}}).encode()

    found = list(check_cohort(read_subject(MONITORING.code, files, parameters=None, found=[])))

    assert [(told.code, told.detail) for told in found] == [finding]
