"""Absences on the page of an application: what is refused, and in which words."""

from __future__ import annotations

import pytest

from tests.web.desk import ABSENCE, CONTINUE, Desk


@pytest.mark.parametrize(
    ("language", "overlaps", "too_early"),
    [
        ("en", "This period overlaps with one above.", "You can't have come back before you left."),
        (
            "ka",
            "ეს პერიოდი ზემოთ მითითებულ პერიოდს ემთხვევა.",
            "დაბრუნების თარიღი წასვლის თარიღზე ადრე ვერ იქნება.",
        ),
    ],
)
def test_absences__that_overlap_or_end_before_they_begin__are_refused_in_words(
    desk: Desk, language: str, overlaps: str, too_early: str
) -> None:
    browser = desk.signed_in(language=language)
    page = browser.submit(browser.get(ABSENCE), button=("__add__absences", ""))
    page = browser.submit(page, button=("__add__absences", ""))
    one = {"absences.0.absent_from": "1.2.2025", "absences.0.absent_to": "1.3.2025"}
    two = {"absences.1.absent_from": "20.2.2025", "absences.1.absent_to": "2.1.2025"}
    reasons = {f"absences.{row}.absence_reason": "work" for row in (0, 1)}

    early = browser.submit(page, {**one, **two, **reasons}, button=CONTINUE)
    late = browser.submit(
        early, {**one, **two, **reasons, "absences.1.absent_to": "9.3.2025"}, button=CONTINUE
    )

    assert too_early in early.text and overlaps not in early.text
    assert overlaps in late.text and too_early not in late.text
    assert late.html.select_one("#f-absences-1-absent_from[aria-invalid=true]")
