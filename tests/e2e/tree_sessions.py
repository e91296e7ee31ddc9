"""The sandbox sessions that an analyst keeps as scenarios of the permit to fell trees."""

from __future__ import annotations

from tests.e2e.tree_work import TreeAnalyst


def run_to_refusal(work: TreeAnalyst) -> None:
    """Keep a session in which a dangerous tree may not be felled."""
    work.one.begin_sandbox(work.draft, "refused")
    work.one.person.fill({"dangerous": "yes", "trees": "1"})
    work.one.press_and_wait("task")
    look_in_sandbox(work, "no")


def run_to_withdrawal(work: TreeAnalyst) -> None:
    """Keep a session in which the applicant withdraws before anybody has looked."""
    work.one.begin_sandbox(work.draft, "left")
    work.one.person.fill({"dangerous": "no", "trees": "1"})
    for button in ("task", "withdraw", "expect"):
        work.one.press_and_wait(button)


def run_past_the_term(work: TreeAnalyst) -> None:
    """Keep a session in which nobody looks before the statutory term is over."""
    work.one.begin_sandbox(work.draft, "late")
    work.one.person.fill({"dangerous": "no", "trees": "1"})
    work.one.press_and_wait("task")
    let_days_pass(work, 45)
    look_in_sandbox(work, "yes")


def let_days_pass(work: TreeAnalyst, number: int) -> None:
    work.page.locator("#days").fill(str(number))
    work.one.press_and_wait("days")


def look_in_sandbox(work: TreeAnalyst, verdict: str) -> None:
    """Answer the open step of the session, and keep what it comes to."""
    work.one.person.fill({"verdict": verdict})
    work.one.press_and_wait("task")
    work.one.press_and_wait("expect")
