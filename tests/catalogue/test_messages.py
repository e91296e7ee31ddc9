"""What services send each other: both sides are judged by the declaration of the message."""

from __future__ import annotations

import pytest

from engine.studio.fixes import fixed
from tests.catalogue.edits import Edit
from tests.catalogue.test_typed_view import as_data, files_of, findings_after

CONSENT, TRANSFER = "assets/consent", "assets/transfer"
UNKNOWN, PART_UNKNOWN = "reference.message_unknown", "reference.message_part_unknown"
DIAGRAM, NAME = "process.bpmn", '"consent.decided"'

# The service, what is misspelt in it, the finding, and the nearest name or text there is.
MISSPELT: list[tuple[str, Edit, str, str]] = [
    (CONSENT, (DIAGRAM, NAME, '"consent.decide"'), UNKNOWN, "consent.decided"),
    (
        TRANSFER,
        (DIAGRAM, f"name={NAME}", 'name="consent.decide"'),
        UNKNOWN,
        "consent.decided",
    ),
    (
        CONSENT,
        (DIAGRAM, "{outcome: decision", "{outcom: decision"),
        PART_UNKNOWN,
        "outcome",
    ),
    (TRANSFER, (DIAGRAM, "consent.outcome", "consent.outcme"), "feel.no_property", "outcome"),
    (
        TRANSFER,
        (DIAGRAM, 'consent.outcome = "granted"', 'consent.outcome = "grnted"'),
        "feel.never_equal",
        "granted",
    ),
]


@pytest.mark.parametrize(("service", "edit", "code", "hint"), MISSPELT)
def test_message__misspelt_on_one_side__is_refused_there_with_the_nearest_name(
    service: str, edit: Edit, code: str, hint: str
) -> None:
    found = [as_data(finding) for finding in findings_after(service, edit) if finding.code == code]

    assert [finding["hint"] for finding in found] == [hint]
    path, (_, right, wrong) = f"{service}/{DIAGRAM}", edit
    before = files_of(service)[path]
    fix = {"where": found[0]["fix_where"], "fix": found[0]["fix"]}
    assert fixed(DIAGRAM, before.replace(right.encode(), wrong.encode(), 1), fix) == before


def test_message__that_lacks_what_it_promises__is_refused_where_it_is_sent() -> None:
    found = findings_after(CONSENT, (DIAGRAM, "{outcome: decision.outcome, ", "{"))

    assert [(finding.code, finding.detail) for finding in found] == [
        ("reference.message_part_missing", "consent.decided: outcome")
    ]
