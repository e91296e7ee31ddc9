"""Lines of the budget at the desk of finance: what is left of each, who waits, and entering amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.budgets.commands import AddBudgetLine, ChangeBudgetLine
from engine.budgets.queries import lines as budgets
from engine.clock import local_date
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from web import access, flashes
from web.amounts import tetri_of
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, t
from web.keys import sent_key
from web.tables import exported


@blueprint.get("/budget")
@access.right(Right.KEEP_BUDGET)
@exported
def budget() -> ResponseReturnValue:
    return _list({})


@blueprint.post("/budget")
@access.right(Right.KEEP_BUDGET)
def add_budget_line() -> ResponseReturnValue:
    sent = request.form
    year = sent.get("year", "").strip()
    command = AddBudgetLine(
        municipality=sent.get("municipality", ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        code=sent.get("code", "").strip(),
        names=_names(sent),
        amount_tetri=tetri_of(sent.get("amount", "")),
        ground=sent.get("ground", ""),
    )
    return _done(command, lambda error: _list(sent, error))


@blueprint.get("/budget/<uuid:line_id>")
@access.right(Right.KEEP_BUDGET)
@exported
def budget_line(line_id: UUID) -> ResponseReturnValue:
    return _line(line_id)


@blueprint.post("/budget/<uuid:line_id>")
@access.right(Right.KEEP_BUDGET)
def change_budget_line(line_id: UUID) -> ResponseReturnValue:
    sent, seen = request.form, request.form.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 20):
        raise BadRequest
    command = ChangeBudgetLine(
        line_id,
        names=_names(sent),
        amount_tetri=tetri_of(sent.get("amount", "")),
        ground=sent.get("ground", ""),
        seen_tetri=int(seen),
    )
    return _done(command, lambda error: _line(line_id, sent, error))


def _done(command: Command, again: Callable[[ErrorWords], ResponseReturnValue]) -> ResponseReturnValue:
    """Send the command and lead to the line; a refusal is told on the page with what was typed."""
    try:
        entered = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(words_of(refused))
    flashes.done(t("budget.done"))
    return redirect(url_for("inbox.budget_line", line_id=entered.line_id), 303)


def _list(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, places, this_year = budgets.lines(tx), budgets.places(tx), local_date(tx.now).year
    shown = {"lines": found, "places": places, "sent": {"year": this_year, **sent}, "error": error}
    page = render_template("inbox/budget.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200


def _line(
    line_id: UUID, sent: Mapping[str, str] | None = None, error: ErrorWords | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        line, changes, requests = budgets.line(tx, line_id)
    typed = sent if sent is not None else {f"name_{one}": name for one, name in line.names.items()}
    shown = {"line": line, "changes": changes, "requests": requests, "sent": typed, "error": error}
    page = render_template("inbox/budget_line.html", **shown, has_errors=bool(error))
    return page, error.status if error else 200


def _names(sent: Mapping[str, str]) -> dict[str, str]:
    written = {language: sent.get(f"name_{language}", "").strip() for language in LANGUAGES}
    return {language: name for language, name in written.items() if name}
