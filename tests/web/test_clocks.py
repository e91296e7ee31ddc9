"""Clocks on the case's pages: a paused one promises no day, stages and extensions are seen."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from flask import Flask, g

from engine.queries.views import DeadlineView
from tests.web.apps import app_over
from tests.web.desk import Desk


def test_case__paused__shows_what_is_left_and_no_day(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    pages = [
        filed.browser.get(filed.address),
        filed.browser.get(f"{filed.address}/receipt"),
        desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}"),
    ]

    for page in pages:
        assert page.status == 200
        assert "the deadline is paused" in page.text
        assert "days of the term are left" in page.text
        assert "1 October 2026" not in page.text


def test_stages__extended_and_paused__are_told_apart(desk: Desk) -> None:
    running = DeadlineView(
        name={"ka": "ექსპერტი", "en": "Expert opinion"},
        due_on=date(2026, 9, 15),
        state="running",
        working_days_left=2,
        derivation=(
            ("stage_began", {"on": "2026-09-01"}),
            ("extended_working_days_because", {"on": "2026-09-02", "number": 15, "reason": "<b>why</b>"}),
        ),
        law={"ka": "კანონი", "en": "The Act, article 1"},
        confidence="low",
        is_extended=True,
    )
    paused = DeadlineView({"ka": "ორგანო", "en": "Body"}, None, "paused", None, (), None, None, False)

    page = _stages(app_over(desk.engine), running, paused)

    for words in ("Expert opinion", "15 September 2026", "2 working days left", "extended", "article 1"):
        assert words in page
    assert "to 15 working days in total: &lt;b&gt;why&lt;/b&gt;." in page
    assert page.count("the deadline is paused") == 1


def _stages(app: Flask, *stages: DeadlineView) -> str:
    with app.test_request_context("/"):
        g.language = "en"
        template = app.jinja_env.get_template("parts.html")
        context: dict[str, object] = {}
        app.update_template_context(context)
        return str(template.make_module(context).stages(SimpleNamespace(stages=stages)))  # type: ignore[attr-defined]
