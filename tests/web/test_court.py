"""The court over a municipality: where its administrator sets it, and where people read of it."""

from __future__ import annotations

import pytest

from engine.jobs import timers
from engine.stores.known import ReferenceSnapshot
from tests.web.desk import Desk, Filed
from tests.web.test_administrators import ADMIN, KEDA, rows
from tests.web.test_appeals import as_ordered

NATIONAL = "00000005001"
TYPED = {
    "name_ka": "დემო რაიონული სასამართლო",
    "name_en": "Demo District Court",
    "address_ka": "დემო ქუჩა 9",
    "address_en": "9 Demo St.",
    "act": "Decision No. 7",
}


def unconsidered(desk: Desk) -> Filed:
    """Return a case that ended because its applicant did not answer in time."""
    filed = desk.filed()
    desk.ask_for_missing(filed)
    desk.days_pass(10)
    timers.poll(desk.engine)
    desk.run_jobs()
    return filed


def test_court__set__stands_on_the_page_and_refuses_what_was_not_seen(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page, looked_at = (admin.get(f"{KEDA}/court") for _ in range(2))

    wrong = admin.submit(page, {**TYPED, "address_en": ""})
    done = admin.submit(admin.get(f"{KEDA}/court"), TYPED)
    late = admin.submit(looked_at, {**TYPED, "address_en": "10 Demo St."})

    assert "Khelvachauri District Court" in page.text and "hcoj.gov.ge" in page.text
    assert wrong.status == 422 and "Enter the court and its address" in wrong.text
    assert "It is saved." in done.text and "9 Demo St." in done.text and "in force" in done.text
    assert late.status == 422 and "changed this meanwhile" in late.text and "10 Demo St." in str(late.html)


def test_case__decided__names_the_court_that_is_competent_today_with_its_address(desk: Desk) -> None:
    filed = unconsidered(desk)
    as_ordered(desk, filed)
    before = desk.signed_in().get(filed.address)

    admin = desk.staff(ADMIN)
    admin.submit(admin.get(f"{KEDA}/court"), TYPED)
    after = desk.signed_in().get(filed.address)

    assert "contested in court: Khelvachauri District Court. Address: 358 Pridon Khalvashi Ave., Batumi." in (
        before.text
    )
    assert "contested in court: Demo District Court. Address: 9 Demo St." in after.text


def test_case__decided_where_nobody_entered_a_court__says_which_court_is_meant(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = unconsidered(desk)
    as_ordered(desk, filed)
    monkeypatch.setattr(ReferenceSnapshot, "court", lambda *_: {})

    page = desk.signed_in().get(filed.address)

    assert "contested in the district (city) court at the place of the municipality" in page.text


def test_rollout__of_municipalities__names_those_whose_court_is_missing(desk: Desk) -> None:
    found = rows(desk.signed_in(NATIONAL).get("/admin/rollout"))

    (keda,) = [row for row in found if row.startswith("Keda")]
    (rustavi,) = [row for row in found if row.startswith("Rustavi")]
    (akhaltsikhe,) = [row for row in found if row.startswith("Akhaltsikhe")]
    assert keda.endswith("–")
    assert rustavi.endswith("address of the court")
    assert akhaltsikhe.endswith("court") and not akhaltsikhe.endswith("address of the court")
