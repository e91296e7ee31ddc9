"""Containers that have to be believed when every certificate in them has ended."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from signing.archiving import NEWEST, proven_until, renew
from signing.container import MANIFEST
from signing.errors import Check
from signing.examine import examine
from signing.package import Part, pack
from signing.package_report import Problem
from signing.report import Level, Verdict
from tests.pki.country import Holder
from tests.signing.documents.asic import SIGNATURES, of_office, signed
from tests.signing.documents.kit import UNENDING, Office, refuses
from tests.signing.documents.test_package import rezipped

YEAR = timedelta(days=365)


@pytest.fixture
def packed(office: Office, order_signed: bytes) -> bytes:
    """The package of a case, with a signed order in it."""
    parts = [Part("order.pdf", "application/pdf", order_signed), Part("plan.txt", "text/plain", b"plan")]
    return pack(parts, trust=office.trust, outside=office.outside, at=office.at)


@pytest.fixture
def agreed(office: Office, mayor: Holder, order_signed: bytes) -> bytes:
    """A container that somebody signed in XML, with the signed order in it."""
    return signed(of_office(office, mayor), {"order.pdf": order_signed, "plan.txt": b"plan"})


def renewed_until(content: bytes, office: Office, later: Any, *years: int) -> bytes:
    for year in years:
        at = office.at + year * YEAR
        office.asks(stamp=later(at))
        content = renew(content, trust=office.trust, outside=office.outside, at=at)
    return content


@pytest.mark.parametrize("kind", ["packed", "agreed"])
def test_renew__before_each_stamp_ends__is_believed_ten_years_ahead_without_asking(
    office: Office, later: Any, kind: str, request: pytest.FixtureRequest
) -> None:
    content = request.getfixturevalue(kind)
    ahead = office.at + 10 * YEAR - timedelta(days=40)  # the authorities themselves last ten years

    renewed = renewed_until(content, office, later, 0, 4, 8)

    report = examine(renewed, trust=office.trust, at=ahead)
    assert (report.verdict, report.problems) == (Verdict.VALID, ())
    assert [one.verdict for _, one in report.signed] == [Verdict.VALID]
    assert [signature.found.level for signature in report.signatures] == [Level.ARCHIVAL] * (kind == "agreed")
    assert examine(content, trust=office.trust, at=ahead).verdict is Verdict.UNKNOWN


def test_renew__of_a_package__says_until_when_it_is_proven(office: Office, later: Any, packed: bytes) -> None:
    before, after = (
        proven_until(package, UNENDING) for package in (packed, renewed_until(packed, office, later, 1))
    )

    assert before is not None
    assert after is not None
    assert timedelta(0) <= after - before - YEAR < timedelta(minutes=5)


def test_renew__of_a_package_that_was_changed__is_refused(office: Office, packed: bytes) -> None:
    changed = rezipped(packed, lambda files: files.update({"plan.txt": b"void"}))

    with refuses(Check.RESULT, "changed"):
        renew(changed, trust=office.trust, outside=office.outside, at=office.at)


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return zipped.namelist()


@pytest.mark.parametrize(
    ("name", "problem"),
    [("plan.txt", "changed"), (MANIFEST, "changed"), ("META-INF/proof/1.ocsp", "changed")],
)
def test_package__renewed_and_with_a_bit_flipped__names_the_file(
    office: Office, later: Any, packed: bytes, name: str, problem: str
) -> None:
    def flip(files: dict[str, bytes]) -> None:
        # Within a word of the manifest, so that it can still be read.
        files[name] = files[name].replace(b"text/plain", b"text/plaim") if name == MANIFEST else b"?"

    report = examine(
        rezipped(renewed_until(packed, office, later, 1), flip), trust=office.trust, at=office.at + YEAR
    )

    assert report.verdict is Verdict.INVALID
    assert Problem(problem, name) in report.problems


def test_package__renewed_and_with_a_proof_dropped__names_it(
    office: Office, later: Any, packed: bytes
) -> None:
    renewed = renewed_until(packed, office, later, 1)

    report = examine(
        rezipped(renewed, lambda files: files.pop("META-INF/proof/1.ocsp")),
        trust=office.trust,
        at=office.at + YEAR,
    )

    assert Problem("missing", "META-INF/proof/1.ocsp") in report.problems


def test_package__whose_newest_stamp_was_taken_away__is_as_old_as_it_was(
    office: Office, later: Any, packed: bytes
) -> None:
    renewed = renewed_until(packed, office, later, 4)

    def take(files: dict[str, bytes]) -> None:
        newest = set(_names(renewed)) - set(_names(packed))
        for name in newest:
            del files[name]

    cut = rezipped(renewed, take)

    assert NEWEST not in _names(cut)
    assert examine(renewed, trust=office.trust, at=office.at + 7 * YEAR).verdict is Verdict.VALID
    assert examine(cut, trust=office.trust, at=office.at + 7 * YEAR).verdict is Verdict.UNKNOWN


def test_container__with_its_signatures_written_anew_after_the_renewal__names_them(
    office: Office, later: Any, agreed: bytes
) -> None:
    renewed = renewed_until(agreed, office, later, 1)
    spoilt = rezipped(renewed, lambda files: files.update({SIGNATURES: files[SIGNATURES] + b"\n"}))

    report = examine(spoilt, trust=office.trust, at=office.at + YEAR)

    assert report.verdict is Verdict.INVALID
    assert Problem("changed", SIGNATURES) in report.problems
