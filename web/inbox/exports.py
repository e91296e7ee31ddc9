"""Lists of cases and steps as files: chosen columns and answers of forms, CSV or a workbook; event logs.

Whatever is taken away is on record with each case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.catalogue.listed import Column
from engine.queries import case_answers, event_log
from engine.queries.event_log import MILESTONES, MOST_CASES
from engine.roles import Right
from engine.texts import LANGUAGES
from web import access, event_logs
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import TEXTS, name_of, t
from web.inbox import case_addresses, lists, place_in_list
from web.inbox import cases as case_list
from web.tables import MOST_ROWS, as_csv
from web.without_api import Reason, without_api
from web.workbooks import as_workbook

Row = Any
Page = tuple[Sequence[Row], str | None]
LOGS: Final[Mapping[str, tuple[Callable[[event_log.EventLog], bytes], str, str]]] = {
    "xes": (event_logs.as_xes, "application/xml", "xes"),
    "ocel": (event_logs.as_ocel, "application/json", "json"),
}


@dataclass(frozen=True)
class ExportedList:
    """A list that may be taken away: its columns with their words, its pages, the cells of a row."""

    name: str
    columns: tuple[str, ...]
    words: str  # of a column, after which its name stands
    page: Callable[[str | None], Page]
    cells: Callable[[Row], Sequence[object]]
    service: Callable[[], str | None]

    def heads(self, chosen: Sequence[str]) -> list[str]:
        return [t(f"{self.words}.{column}") for column in chosen]


CASES: Final = ExportedList(
    "cases",
    case_list.EXPORTED,
    "office_cases.file",
    case_list.rows_after,
    case_list.cells,
    lambda: case_addresses.asked().service,
)
TASKS: Final = ExportedList(
    "tasks",
    lists.EXPORTED,
    "inbox.column",
    lists.rows_after,
    lists.cells,
    lambda: place_in_list.asked().service,
)
OWN: Final = ("list", "column", "answer", "as", "form")  # parts of an address that name no part of a list


@blueprint.get("/export")
@access.staff
@without_api(Reason.FORM)
def choose_columns() -> ResponseReturnValue:
    """Let somebody choose what the file of a list holds; the part of the list is in the address."""
    it = _list()
    with engine().read(current_actor()) as tx:
        answers = case_answers.columns(tx, it.service())
    return render_template(
        "inbox/export.html",
        list=it,
        heads=dict(zip(it.columns, it.heads(it.columns), strict=True)),
        answers=answers,
        part={key: value for key, value in request.args.items() if key not in OWN},
        most=MOST_ROWS,
        most_cases=MOST_CASES,
        may_log=it is CASES and current_actor().may_somewhere(Right.SUPERVISE),
    )


@blueprint.get("/export/file")
@access.staff
def exported_list() -> ResponseReturnValue:
    """Hand out the list with the chosen columns, all its pages together; without a choice all columns."""
    it = _list()
    chosen = [column for column in it.columns if column in request.args.getlist("column")] or it.columns
    with engine().read(current_actor()) as tx:
        known = case_answers.columns(tx, it.service())
    answers = [column for column in known if column.place in request.args.getlist("answer")]
    heads = [*it.heads(chosen), *(name_of(column.names) for column in answers)]
    rows = [*_rows(it, [it.columns.index(column) for column in chosen], answers)]
    if request.args.get("as") == "csv":
        return as_csv(it.name, heads, rows)
    return as_workbook(it.name, title=t(f"export.title.{it.name}"), heads=heads, rows=rows)


@blueprint.get("/export/log")
@access.right(Right.SUPERVISE)
@without_api(Reason.FORM)
def event_log_file() -> ResponseReturnValue:
    """Hand out the event log of the cases of a list."""
    written, mimetype, ending = LOGS.get(request.args.get("form", ""), LOGS["xes"])
    milestones = {
        name: {language: TEXTS.get(language, f"export.event.{name}") for language in LANGUAGES}
        for name in MILESTONES
    }
    with engine().read(current_actor()) as tx:
        log = event_log.event_log(tx, case_addresses.asked(), milestones)
    answer = Response(written(log), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="events.{ending}"'
    return answer


def _list() -> ExportedList:
    return TASKS if request.args.get("list") == TASKS.name else CASES


def _rows(it: ExportedList, places: Sequence[int], answers: Sequence[Column]) -> Iterator[Sequence[object]]:
    after, number = None, 0
    while number < MOST_ROWS:
        rows, after = it.page(after)
        told = _answers([row.case_id for row in rows], answers)
        for row in rows:
            cells = it.cells(row)
            yield [*(cells[place] for place in places), *map(name_of, told.get(row.case_id, ()))]
        number += len(rows)
        if after is None:
            return
    yield [t("table.cut", number=number)]


def _answers(case_ids: Sequence[UUID], answers: Sequence[Column]) -> dict[UUID, tuple[Any, ...]]:
    if not answers or not case_ids:
        return {}
    with engine().read(current_actor()) as tx:
        return case_answers.cells(tx, case_ids, answers)
