"""The lists of open steps. Which list, which part of it and which page is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.budgets.queries import lines as budgets
from engine.db.pool import Transaction
from engine.lists import Due
from engine.payments.queries import payments, payouts
from engine.programmes.queries import programmes
from engine.property.queries import assets
from engine.queries import (
    act_numbers,
    colleagues,
    correspondence,
    inbox,
    inbox_due,
    inbox_last_seen,
    incidents,
    mail_reach,
    proceedings,
    saved_filters,
)
from engine.queries.inbox_ranges import Holder
from engine.queries.inbox_views import InboxPage, InboxRow
from engine.registers.queries import batches, subscribers
from engine.roles import ROLES, Right
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import format_date, has_text, name_of, t
from web.tables import paged_csv
from web.words import role_word

# The columns of a downloaded list; `cells` gives theirs in the same order.
EXPORTED = (
    *("case", "service", "step", "applicant", "village", "channel"),
    *("due", "left", "place", "role", "who", "opened"),
)


@blueprint.get("")
@access.staff
def tasks() -> ResponseReturnValue:
    """Show one list; an unknown name shows the first one, as an old bookmark may hold anything."""
    with engine().read(current_actor()) as tx:
        page = _page(tx, request.args.get("after") or None)
        if _is_opened_by_a_person():
            inbox_last_seen.record(tx, page.tab)
        team = colleagues.supervised(tx)
        open_incidents, returns = incidents.count(tx), payments.count_to_return(tx)
        untold = subscribers.count(tx)
        written = len(correspondence.waiting(tx))
        kept = saved_filters.listed(tx)
        is_mailed = mail_reach.reaches_me(tx)
        may_open, may_plan_batches = proceedings.opens_any(tx), batches.may_plan(tx)
        keeps = {
            "keeps_budget": budgets.keeps(tx),
            "pays_out": payouts.pays(tx),
            "keeps_numbers": act_numbers.keeps(tx),
            "keeps_property": assets.keeps(tx),
            "keeps_programmes": programmes.keeps(tx),
            "opens_registers": any(map(current_actor().may_somewhere, (Right.SEE_CASES, Right.SEE_SERVICE))),
        }
    beside = {"incidents": open_incidents, "untold": untold, "returns": returns, "written": written}
    return render_template(
        "inbox/list.html",
        page=page,
        team=team,
        **beside,
        may_open=may_open,
        may_plan_batches=may_plan_batches,
        **keeps,
        channel_word=channel_word,
        part=asked(),
        filters=kept,
        is_mailed=is_mailed,
    )


@blueprint.get("/tasks.csv")
@access.staff
def tasks_as_table() -> ResponseReturnValue:
    """Hand out the list that is shown, all its pages together."""
    heads = [t(f"inbox.column.{one}") for one in EXPORTED]
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


@dataclass(frozen=True)
class Part:
    """Which part of which list an address names."""

    tab: str
    due: Due | None
    service: str | None
    person: int | None = None  # whose steps alone, of the list of all
    free: str | None = None  # of which office what nobody has taken, likewise

    def address(self) -> dict[str, Any]:
        """Return the parts of an address that names it."""
        part = {"tab": self.tab, "due": self.due and self.due.value, "service": self.service}
        return {**part, "person": self.person, "free": self.free}

    @property
    def holder(self) -> Holder | None:
        return Holder(self.person, self.free) if self.person or self.free else None


def asked() -> Part:
    """Return what the address names; an unknown name is the first list, for old bookmarks hold anything."""
    tab, due = request.args.get("tab", ""), request.args.get("due", "")
    is_all, free = tab == "all", request.args.get("free", "")
    return Part(
        tab if tab in inbox.TABS else inbox.TABS[0],
        Due(due) if due in {one.value for one in Due} else None,
        request.args.get("service") or None,
        request.args.get("person", type=int) if is_all else None,
        free if is_all and free in ROLES else None,
    )


def _page(tx: Transaction, after: str | None, **more: Any) -> InboxPage:
    part = asked()
    return inbox.page(
        tx, part.tab, due=part.due, service=part.service, holder=part.holder, after=after, **more
    )


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
