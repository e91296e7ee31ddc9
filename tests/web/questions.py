"""Asking the municipality something, and how it answers."""

from __future__ import annotations

from typing import Any

from tests.web.browser import Browser, Page
from tests.web.desk import CONTINUE, Desk

QUESTION = "/municipalities/keda/services/general.question"
ASKED = {"subject": "The new line", "question": "When does it begin?", "notify_by": "portal"}


def asked(browser: Browser, **changes: str) -> Page:
    """Fill in the question and file it; return the receipt."""
    browser.submit(browser.get(f"{QUESTION}/apply"), {**ASKED, **changes}, button=CONTINUE)
    check = browser.get(f"{QUESTION}/check")
    return browser.submit(check, form=check.form(f'action="{QUESTION}/file"'))


def answered(desk: Desk) -> None:
    """Let the office answer the only question that is open, and the letter go out."""
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("chancellery", {"answered_by": "specialist"}),
        ("specialist", {"next": "answer", "text": "In October."}),
        ("head_of_service", {"verdict": "agree"}),
    )
    for role, answers in steps:
        browser = desk.staff(role)
        listed = browser.get("/inbox?tab=unassigned")
        step = browser.submit(listed, form=listed.form("/claim"))
        done = browser.submit(step, answers)
        assert done.path == "/inbox?tab=unassigned", done.text[:2000]
    desk.run_jobs()
