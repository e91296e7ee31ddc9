"""The lists of open steps. Which list, which part of it and which page is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.payments.queries import payments
from engine.queries import (
    colleagues,
    correspondence,
    inbox,
    inbox_due,
    inbox_last_seen,
    inbox_sorting,
    incidents,
    mail_reach,
    saved_filters,
)
from engine.queries import tasks as task_queries
from engine.queries.inbox_views import InboxPage, InboxRow
from engine.registers.queries import subscribers
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import current_language, format_date, has_text, name_of, t
from web.inbox import list_layout
from web.inbox.list_view import ListView
from web.inbox.onward import after_finished
from web.inbox.place_in_list import RowAddresses, asked
from web.tables import paged_csv
from web.task_form import TaskFormPage, first_look
from web.words import role_word

# The columns of a downloaded list; `cells` gives theirs in the same order.
EXPORTED = (
    *("case", "service", "step", "applicant", "village", "channel"),
    *("due", "left", "place", "role", "who", "opened"),
)

GRAVE = ("inbox.list_incidents", "inbox.subscribers", "inbox.returns")  # what should not be there at all


@blueprint.get("")
@access.staff
def tasks() -> ResponseReturnValue:
    """Show one list; an unknown name shows the first one, as an old bookmark may hold anything.

    Whoever has signed a step comes back to what follows `behind` it.
    """
    behind = request.args.get("behind", type=UUID)
    return redirect(after_finished(behind), 303) if behind else list_page(_open_step())


def _open_step() -> TaskFormPage | None:
    """Return the step that the address names beside the list; one that is not to be seen is left out."""
    task_id = request.args.get("task", type=UUID)
    if task_id is None:
        return None
    try:
        with engine().read(current_actor()) as tx:
            return first_look(task_queries.view(tx, task_id, current_language()))
    except NotFound:
        return None


def list_page(beside: TaskFormPage | None = None) -> tuple[str, int]:
    """Return the list that the address names, with a step open beside it."""
    with engine().read(current_actor()) as tx:
        columns = list_layout.columns(tx)
        page = _page(tx, request.args.get("after") or None, answers=list_layout.answers(columns))
        if _is_opened_by_a_person():
            inbox_last_seen.record(tx, page.tab)
        team = colleagues.supervised(tx)
        kept, is_mailed = saved_filters.listed(tx), mail_reach.reaches_me(tx)
        tallies = {
            "inbox.list_incidents": incidents.count(tx),
            "inbox.subscribers": subscribers.count(tx),
            "inbox.returns": payments.count_to_return(tx),
            "inbox.messages": len(correspondence.waiting(tx)),
        }
    part, after = asked(), request.args.get("after") or None
    place = {**part.address(), "after": after}
    html = render_template(
        "inbox/list.html",
        **(beside.for_template() if beside else {"task": None}),
        page=page,
        team=team,
        work_tallies=tallies,
        work_grave=GRAVE,
        channel_word=channel_word,
        part=part,
        place=place,
        pages=RowAddresses(place),
        filters=kept,
        is_mailed=is_mailed,
        view=ListView.of_browser(),
        columns=list_layout.laid_out(columns, page.places),
        most_sorted=inbox_sorting.MOST,
    )
    return html, beside.status if beside else 200


@blueprint.get("/tasks.csv")
@access.staff
def tasks_as_table() -> ResponseReturnValue:
    """Hand out the list that is shown, all its pages together."""
    heads = [t(f"inbox.column.{column}") for column in EXPORTED]
    return paged_csv("tasks", heads, rows_after, cells)


@blueprint.get("/tasks/<uuid:task_id>/due")
@access.staff
def due(task_id: UUID) -> ResponseReturnValue:
    """Show how the day of a step was counted; the list shows it within its row."""
    with engine().read(current_actor()) as tx:
        found = inbox_due.counted(tx, task_id)
    return render_template("inbox/due.html", found=found)


def _is_opened_by_a_person() -> bool:
    """Say whether a person asked for the page; the script that announces changes asks by itself."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _page(tx: Transaction, after: str | None, **more: Any) -> InboxPage:
    return inbox.page(tx, asked().part, after=after, **more)


def rows_after(after: str | None) -> tuple[Sequence[InboxRow], str | None]:
    with engine().read(current_actor()) as tx:
        page = _page(tx, after, limit=inbox.LONGEST_PAGE, is_export=True)
    return page.rows, page.next_after


def cells(row: InboxRow) -> tuple[object, ...]:
    return (
        row.case_number,
        name_of(row.service),
        name_of(row.step),
        name_of(row.applicant),
        name_of(row.village),
        channel_word(row.channel),
        format_date(row.due_on),
        row.working_days_left,
        name_of(row.unit or row.municipality),
        role_word(row.role) if row.role else "",
        name_of(row.assignee),
        format_date(row.opened_at),
    )


def channel_word(channel: str) -> str:
    """Return by which way something was filed; a way that we have no word for is told as it is."""
    return t(f"channel.{channel}") if has_text(f"channel.{channel}") else channel
