"""Values of a council by a table, fees above all: what is known, what would come of a table, entering it.

How a table is checked, shown and confirmed: `web/admin/table_pages.py`. One value is set, and what was
entered of it is listed, by `law.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.commands.values import EnterValues, ValuesEntered
from engine.queries import law as queries
from engine.value_tables.plan import looked_at, of_municipality
from engine.value_tables.table import COLUMNS, MOST_ROWS, REQUIRED, Entry, SettableParameter, ValuePlan
from engine.value_tables.typed import written_value
from web import flashes
from web.admin.law import value_words
from web.admin.sending import ADMINISTRATORS, day
from web.admin.table_pages import Page, TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import name_of, t
from web.keys import sent_key
from web.uploaded_tables import Rows
from web.without_api import Reason, without_api
from web.words import say

TABLE = TableKind("values", "value_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/municipalities/<name:code>/parameter-table")
@ADMINISTRATORS
@without_api(Reason.FORM)
def values_table(code: str) -> ResponseReturnValue:
    return _page(code)()


@blueprint.post("/municipalities/<name:code>/parameter-table")
@ADMINISTRATORS
def check_values(code: str) -> ResponseReturnValue:
    return TABLE.check(lambda rows: _planned(code, rows), _page(code))


@blueprint.post("/municipalities/<name:code>/parameter-table/confirm")
@ADMINISTRATORS
def enter_values(code: str) -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on = sent.get("act", ""), day(sent, "first_on")
        command = EnterValues(code, TABLE.cells(), act, first_on, sent.get("seen", ""))
        entered: ValuesEntered = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.values_table.done", new=entered.new, changed=entered.changed))
        return redirect(url_for("admin.parameters", code=code), 303)

    return TABLE.confirm(send, lambda rows: _planned(code, rows), _page(code))


@blueprint.get("/municipalities/<name:code>/parameter-table/file")
@ADMINISTRATORS
def values_file(code: str) -> ResponseReturnValue:
    """Give what the council has set, and may set, as a table that can be filled in and taken over again."""
    with engine().read(current_actor()) as tx:
        today, known = local_date(tx.now), of_municipality(tx, code)
    rows = [cells for parameter in known for cells in _cells(parameter, today)]
    return TABLE.download(f"values-{code}-{today.isoformat()}", t("admin.parameters.title"), rows, {})


def _cells(parameter: SettableParameter, today: date) -> Iterator[Sequence[str]]:
    """Yield the rows of a parameter in the order of the columns; one to fill in where there is none."""
    name = name_of(parameter.names) or parameter.name
    entries = parameter.from_day(today)
    if not entries:
        yield (name, "", "", "", "", "")
    for entry in entries:
        value, unit = written_value(parameter.kind, entry.value), ""
        if parameter.kind == "flag":
            value = say(f"value_table.flag.{value}") or value
        if parameter.kind == "term":
            unit = say(f"value_table.unit.{entry.value['unit']}") or entry.value["unit"]
        until = entry.valid_until
        last_on = "" if until is None else (until - timedelta(days=1)).isoformat()
        act = name_of(entry.act) if entry.act else ""
        yield (name, value, unit, entry.valid_from.isoformat(), last_on, act)


def _planned(code: str, rows: Rows) -> ValuePlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    with engine().read(current_actor()) as tx:
        return looked_at(tx, code, rows, act=sent.get("act", ""), first_on=day(sent, "first_on"))


def _words(parameter: SettableParameter, entry: Entry | None) -> str:
    """Return a value as people read it."""
    return "–" if entry is None else value_words(parameter, entry.value)


def _page(code: str) -> Page:
    def page(
        error: ErrorWords | None = None,
        *,
        planned: ValuePlan | None = None,
        is_file_missing: bool = False,
        rows: str = "",
    ) -> ResponseReturnValue:
        with engine().read(current_actor()) as tx:
            municipality, _ = queries.of_municipality(tx, code)
            tomorrow = local_date(tx.now) + timedelta(days=1)
        is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
        html = render_template(
            "admin/values_table.html",
            municipality=municipality,
            code=code,
            planned=planned,
            is_file_missing=is_file_missing,
            rows=rows,
            words=_words,
            sent={"first_on": tomorrow.isoformat(), **request.form.to_dict()},
            error=error,
            has_errors=is_wrong,
            **TABLE.shown(),
        )
        return html, code_of(error, is_wrong=is_wrong)

    return page
