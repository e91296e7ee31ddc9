"""Lines of the budget at the desk of finance: what is left of each, who waits, and entering amounts."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from engine.clock import local_date
from engine.commands import SetBudgetLine
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import budgets
from engine.roles import Right
from forms.formats import read_money
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, t
from web.keys import sent_key

UNREADABLE = -1  # the engine refuses it, by name


@blueprint.get("/budget")
@access.right(Right.KEEP_BUDGET)
def budget() -> ResponseReturnValue:
    return _list({})


@blueprint.post("/budget")
@access.right(Right.KEEP_BUDGET)
def set_budget_line() -> ResponseReturnValue:
    sent = request.form
    try:
        entered = engine().send(_command(sent), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _list(sent, words_of(refused))
    flash(t("budget.done"))
    return redirect(url_for("inbox.budget_line", line_id=entered.line_id), 303)


@blueprint.get("/budget/<uuid:line_id>")
@access.right(Right.KEEP_BUDGET)
def budget_line(line_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        line, changes, requests = budgets.line(tx, line_id)
    sent = {"year": line.year, "code": line.code, **{f"name_{one}": name for one, name in line.names.items()}}
    return render_template("inbox/budget_line.html", line=line, changes=changes, requests=requests, sent=sent)


def _list(sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, places, this_year = budgets.lines(tx), budgets.places(tx), local_date(tx.now).year
    shown = {"lines": found, "places": places, "this_year": this_year, "sent": sent, "error": error}
    return render_template(
        "inbox/budget.html", **shown, has_errors=bool(error)
    ), error.status if error else 200


def _command(sent: Mapping[str, str]) -> SetBudgetLine:
    year = sent.get("year", "").strip()
    written = {language: sent.get(f"name_{language}", "").strip() for language in LANGUAGES}
    try:
        amount = read_money(sent.get("amount", ""))
    except ValidationError:
        amount = UNREADABLE
    return SetBudgetLine(
        municipality=sent.get("municipality", ""),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        code=sent.get("code", "").strip(),
        names={language: name for language, name in written.items() if name},
        amount_tetri=amount,
        ground=sent.get("ground", ""),
    )
