"""What is said of a file's signatures."""

from __future__ import annotations

from signing.report import Report, Verdict
from signing.verify import verify
from tests.pki.country import Holder
from tests.signing.documents.kit import Office


def test_verify__of_what_was_signed__says_who_when_and_what(office: Office, mayor: Holder) -> None:
    signed = office.sign(mayor)

    report = verify(signed, trust=office.trust, at=office.at)

    print(report)
    assert report.verdict is Verdict.VALID
    assert Report.from_json(report.to_json()) == report
