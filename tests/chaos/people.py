"""What people do all day: apply, change their minds, claim, put back, complete."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from engine.clock import ZONE
from tests.chaos.browser import Browser, GaveUp, Page, filled
from tests.chaos.service import CODE

NOTES = f"/municipalities/keda/services/{CODE}"
STATUS = "/municipalities/keda/services/high_mountain.grant"
TASK = re.compile(r"/inbox/tasks/([0-9a-f-]{36})")
NUMBER = re.compile(r"[A-Z]+-(?:N|HM)-\d{4}-\d{6}")

NOTHING: Mapping[str, str] = {}
APPLICATION: dict[str, Any] = {
    "settlement": "keda-demo-1",
    "residence_from": "20.05.2009",
    "months_last_year": "11",
    "evidence_types": ["household_records"],
    "phone": "555 00 01 01",
    "notify_by": "portal",
    "email": "citizen1@demo.invalid",
    "notice_ack": "true",
    "declaration": "true",
}


def applies(
    browser: Browser,
    address: str,
    mark_in: str,
    *,
    key: str | None = None,
    noted: Mapping[str, str] = NOTHING,
    **answers: Any,
) -> str | None:
    """Fill in, check and file an application; return the case's id where it was acknowledged."""
    key = key or str(uuid4())
    start = browser.get(f"{address}/apply")
    pages = start.links(f"{address}/apply/")  # none where the form is short and stands there itself
    for page in [browser.get(path) for path in pages] or [start]:
        form = page.form_with("_window")
        fields = [(n, v) for n, v in filled(form, {**answers, mark_in: key}) if n != "_key"]
        browser.post(form.action, [*fields, ("_do", "continue")])
    check = browser.get(f"{address}/check")
    form = check.form("/file")
    if form is None:
        raise AssertionError(f"not accepted: {words(check)}")
    # Whoever holds already what they apply for is warned, and files all the same.
    warned = {"confirmed": form.xpath(".//input[@name='confirmed']/@value")}
    fields = [*((n, v) for n, v in filled(form, warned) if n != "_key"), ("_key", key)]
    told = browser.command(
        "FileApplication", f"{address}/file", fields, expects="/receipt", marked=True, **noted
    )
    if told is None:
        return None
    if found := NUMBER.search(words(browser.get(f"/cases/{told['case_id']}/receipt"))):
        browser.note(key, number=found[0])
    return str(told["case_id"])


def withdraws(browser: Browser, case_id: str) -> None:
    """Withdraw an application, if that is still possible."""
    page = browser.get(f"/cases/{case_id}/withdraw")
    form = page.form("/withdraw")
    if form is not None and any(name == "_version" for name, _ in form.form_values()):
        fields = filled(form, {})
        address = f"/cases/{case_id}"
        browser.command("WithdrawCase", f"{address}/withdraw", fields, expects=address, case_id=case_id)


def works(browser: Browser, chance: random.Random, done: set[str]) -> bool:
    """Do one thing at a clerk's desk: finish or put back an own step, else claim one. False if idle."""
    mine = tasks_on(browser.get("/inbox?tab=mine")) - done
    if mine:
        return _finishes(browser, chance.choice(sorted(mine)), chance, done)
    free = tasks_on(browser.get("/inbox?tab=unassigned")) - done
    if not free:
        return False
    task_id = chance.choice(sorted(free))
    path = f"/inbox/tasks/{task_id}/claim"
    form = browser.get(f"/inbox/tasks/{task_id}").form("/claim")
    if form is None:
        return False
    told = browser.command("ClaimTask", path, filled(form, {}), expects=task_id, task_id=task_id)
    return _finishes(browser, task_id, chance, done) if told is not None else False


def _finishes(browser: Browser, task_id: str, chance: random.Random, done: set[str]) -> bool:
    address = f"/inbox/tasks/{task_id}"
    page = browser.get(address)
    if chance.random() < 0.05 and (form := page.form("/release")) is not None:
        browser.command(
            "ReleaseTask", f"{address}/release", filled(form, {}), expects="/inbox", task_id=task_id
        )
        return True
    # Some questions appear only when others have been answered, as for a person without scripts.
    for _ in range(3):
        form = page.form(address)
        if form is None:
            break
        fields = filled(form, replies(chance))
        version = int(dict(fields)["_version"]) + 1
        noted = {"task_id": task_id, "version": version}
        if browser.command("CompleteTask", address, fields, expects="/inbox", **noted) is not None:
            return True
        if browser.refusal is None or browser.refusal.status != 422:
            break
        page = browser.refusal
    done.add(task_id)
    return False


def replies(chance: random.Random) -> dict[str, Any]:
    """Return what a clerk answers to whatever a form asks."""
    today = datetime.now(ZONE).strftime("%d.%m.%Y")
    reasons = dict.fromkeys(("findings", "grounds", "facts", "reasoning"), "საფუძველი")
    return {
        **reasons,
        **({"good": "true"} if chance.random() < 0.8 else {}),
        "complete": "yes",
        "advice_kept": "yes",
        "visited_on": today,
        "finding": "lives",
        "minutes_number": "12",
        "held_on": today,
        "recommendation": "grant",
        "votes_for": "5",
        "votes_against": "0",
        "outcome": "grant",
        "visa": "approve",
    }


def tasks_on(page: Page) -> set[str]:
    """Return the steps that a page leads to."""
    if page.html is None:
        return set()
    links = page.html.xpath("//main//@href | //main//@action")
    return {found[1] for link in links if (found := TASK.search(str(link)))}


def words(page: Page) -> str:
    """Return what a page says."""
    return " ".join(page.html.text_content().split()) if page.html is not None else ""


def all_day(
    act: Callable[[], Any], *, leave: threading.Event, pause: Callable[[], float], said: Callable[[str], None]
) -> None:
    """Act again and again until it is time to leave."""
    while not leave.is_set():
        try:
            act()
        except GaveUp:
            pass
        except Exception as error:  # a person shrugs and goes on; the report tells
            said(f"{type(error).__name__}: {error}"[:300])
        leave.wait(pause())
