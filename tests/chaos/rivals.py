"""Two desks where the same step is decided in the same moment: one wins, the other is told who and when."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.chaos import people
from tests.chaos.book import Book
from tests.chaos.browser import Browser, GaveUp, filled

AT = re.compile(r"\d{1,2}:\d{2}")
GAVE_UP = object()


class Rivals:
    """One person at two desks, each with a page of the same step open."""

    def __init__(self, browsers: list[Browser], book: Book, name: str, *, enter: Callable[[], None]) -> None:
        self._one, self._other = browsers
        self._book, self._name = book, name
        self._pool = ThreadPoolExecutor(1, initializer=enter)

    def decide(self, chance: random.Random) -> None:
        """Take a free step, open it at both desks, and decide at both at once."""
        page = self._one.get("/inbox?tab=unassigned")
        free = people.tasks_on(page)
        if not free:
            return
        task_id = chance.choice(sorted(free))
        form = self._one.get(f"/inbox/tasks/{task_id}").form("/claim")
        path = f"/inbox/tasks/{task_id}"
        if form is None:
            return
        claimed = self._one.command(
            "ClaimTask", f"{path}/claim", filled(form, {}), expects=task_id, task_id=task_id
        )
        if claimed is None:
            return
        forms = [browser.get(path).form(path) for browser in (self._one, self._other)]
        if any(form is None or "good" not in dict(form.fields) for form in forms):
            return  # somebody was faster, or the form asks more than one question
        pairs = list(zip((self._one, self._other), forms, strict=True))
        answers = people.replies(chance)
        waiting = self._pool.submit(_sends, *pairs[1], path=path, task_id=task_id, answers=answers)
        told = [_sends(*pairs[0], path=path, task_id=task_id, answers=answers), waiting.result()]
        self._judge(told)

    def _judge(self, told: list[Any]) -> None:
        if GAVE_UP in told:
            self._book.settled("one had no patience")
        elif told.count(None) == 0:
            self._book.settled("both won", is_wrong=True)
        elif told.count(None) == 2:
            self._book.settled("somebody else was faster than both")
        else:
            loser = (self._one, self._other)[told.index(None)]
            self._judge_refusal(loser)

    def _judge_refusal(self, loser: Browser) -> None:
        page = loser.refusal
        words = people.words(page) if page is not None else ""
        if page is not None and page.status == 409 and self._name in words and AT.search(words):
            self._book.settled("one won, the other was told who and when")
        else:
            status = page.status if page is not None else "nothing"
            self._book.settled(f"one won, the other was told {status}: {words[:300]}", is_wrong=True)


def _sends(browser: Browser, form: Any, *, path: str, task_id: str, answers: dict[str, Any]) -> Any:
    fields = filled(form, answers)
    noted = {"task_id": task_id, "version": int(dict(fields)["_version"]) + 1}
    try:
        return browser.command("CompleteTask", path, fields, expects="/inbox", **noted)
    except GaveUp:
        return GAVE_UP
