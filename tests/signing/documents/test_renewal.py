"""Files that have to be believed when every certificate in them has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from signing import judgement as why
from signing.dated import read
from signing.errors import Check
from signing.renewal import proven_until, renew
from signing.report import Changes, Kind, Level, Verdict
from signing.verify import verify
from tests.signing.documents.elsewhere import replace_first_page, updated
from tests.signing.documents.kit import UNENDING, Office, refuses

YEAR = timedelta(days=365)


def look(office: Office, pdf: bytes, at: datetime) -> list[tuple[Kind, Verdict, str]]:
    return [
        (signature.kind, signature.verdict, signature.reason)
        for signature in verify(pdf, trust=office.trust, at=at).found
    ]


@pytest.mark.parametrize("after", [timedelta(days=1), YEAR, 4 * YEAR])
def test_verify__of_an_order_while_its_certificate_lasts__believes_it(
    office: Office, order_signed: bytes, after: timedelta
) -> None:
    assert look(office, order_signed, office.at + after) == [(Kind.PERSON, Verdict.VALID, "")]


def test_verify__of_an_order_that_was_never_renewed__does_not_know_any_more(
    office: Office, order_signed: bytes
) -> None:
    assert look(office, order_signed, office.at + 6 * YEAR) == [
        (Kind.PERSON, Verdict.UNKNOWN, why.OUT_OF_TIME)
    ]


def test_renew__before_each_stamp_ends__is_believed_ten_years_ahead(
    office: Office, order_signed: bytes, later: Any
) -> None:
    renewed = order_signed
    for years in (0, 4, 8):
        at = office.at + years * YEAR
        office.asks(stamp=later(at))
        renewed = renew(renewed, trust=office.trust, outside=office.outside, at=at)

    ahead = office.at + 10 * YEAR - timedelta(days=40)  # the authorities themselves last ten years
    found = verify(renewed, trust=office.trust, at=ahead).found

    assert [(signature.kind, signature.verdict, signature.reason) for signature in found] == [
        (Kind.PERSON, Verdict.VALID, ""),
        *[(Kind.TIME, Verdict.VALID, "")] * 3,
    ]
    assert (found[0].level, found[0].changes) == (Level.ARCHIVAL, Changes.PROOF)


def test_renew__of_an_order__says_until_when_it_is_proven(
    office: Office, order_signed: bytes, later: Any
) -> None:
    before = proven_until(order_signed, UNENDING)
    at = office.at + YEAR
    office.asks(stamp=later(at))

    after = proven_until(renew(order_signed, trust=office.trust, outside=office.outside, at=at), UNENDING)

    assert before is not None
    assert after is not None
    assert after - before == YEAR
    assert proven_until(office.pdf, UNENDING) is None


def test_renew__of_a_file_that_was_changed__is_refused(office: Office, order_signed: bytes) -> None:
    with refuses(Check.RESULT, why.CHANGED_AFTER):
        renew(
            updated(order_signed, replace_first_page),
            trust=office.trust,
            outside=office.outside,
            at=office.at,
        )


def test_renew__of_a_file_that_nobody_signed__is_refused(office: Office) -> None:
    with refuses(Check.RESULT, "unsigned"):
        renew(office.pdf, trust=office.trust, outside=office.outside, at=office.at)


def test_verify__of_a_renewed_order_with_a_bit_flipped__finds_both_broken(
    office: Office, order_signed: bytes
) -> None:
    renewed = renew(order_signed, trust=office.trust, outside=office.outside, at=office.at)
    spoiled = renewed.replace(b"/Producer", b"/producer", 1)

    assert look(office, spoiled, office.at) == [
        (Kind.PERSON, Verdict.INVALID, why.CHANGED),
        (Kind.TIME, Verdict.INVALID, why.CHANGED),
    ]


@pytest.mark.parametrize(
    ("until", "verdict", "reason"),
    [("2099-01-01", Verdict.VALID, ""), ("2000-01-01", Verdict.UNKNOWN, why.WEAK)],
)
def test_verify__by_an_algorithm_that_ends__believes_it_until_that_day(
    office: Office, order_signed: bytes, until: str, verdict: Verdict, reason: str
) -> None:
    said = {**UNENDING.said, "keys": [{**rule, "until": until} for rule in UNENDING.said["keys"]]}
    office.trust = replace(office.trust, algorithms=read(said))

    assert look(office, order_signed, office.at) == [(Kind.PERSON, verdict, reason)]


def test_renew__before_an_algorithm_ends__is_due_by_that_day(order_signed: bytes) -> None:
    ends = dict.fromkeys(UNENDING.said["hashes"], "2027-01-01")

    until = proven_until(order_signed, read({**UNENDING.said, "hashes": ends}))

    assert until == datetime(2027, 1, 1, tzinfo=UTC)
