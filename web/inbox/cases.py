"""The cases of the office as a list. Which part of it is in the address."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import office_cases as queries
from engine.queries.office_cases import OfficeCase
from engine.queries.reports.words import condition_names
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import format_date, name_of, t
from web.inbox.case_addresses import asked, parts_of, shown_conditions
from web.inbox.lists import channel_word
from web.tables import paged_csv
from web.words import role_word, status_word

EXPORTED = (
    *("case", "service", "applicant", "village", "channel", "status", "filed", "due", "left", "decided"),
    *("step", "role", "who"),
)


@blueprint.get("/cases")
@access.staff
def cases() -> ResponseReturnValue:
    """Show a page of the list; an unknown part is all of it, as an old bookmark may hold anything."""
    part = asked()
    with engine().read(current_actor()) as tx:
        page = queries.page(tx, part, after=request.args.get("after") or None)
        services, villages = queries.services(tx), queries.villages(tx)
        names = condition_names(tx, part)
    return render_template(
        "inbox/cases.html",
        page=page,
        part=part,
        address=parts_of(part),
        services=services,
        villages=villages,
        shown=tuple(queries.SHOWN),
        states=queries.STATES,
        channel_word=channel_word,
        conditions=shown_conditions(part, names),
    )


@blueprint.get("/cases.csv")
@access.staff
def cases_as_table() -> ResponseReturnValue:
    """Hand out the list that is shown, all its pages together."""
    heads = [t(f"office_cases.file.{column}") for column in EXPORTED]
    return paged_csv("cases", heads, rows_after, cells)


def rows_after(after: str | None) -> tuple[Sequence[OfficeCase], str | None]:
    with engine().read(current_actor()) as tx:
        page = queries.page(tx, asked(), after=after, limit=queries.LONGEST_PAGE, is_export=True)
    return page.rows, page.next_after


def cells(row: OfficeCase) -> tuple[object, ...]:
    return (
        row.number,
        name_of(row.service),
        name_of(row.applicant),
        name_of(row.village),
        channel_word(row.channel),
        status_word(row.status),
        format_date(row.filed_at),
        format_date(row.due_on),
        row.working_days_left,
        format_date(row.decided_on),
        name_of(row.step),
        role_word(row.role) if row.role else "",
        name_of(row.assignee),
    )
