"""The lists of open steps: mine, my unit's, unassigned. Filters are in the address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import inbox
from web import access
from web.auth import current_actor
from web.engine_access import engine
from web.inbox import blueprint

TABS = ("mine", "unit", "unassigned")
DUE = ("", "overdue", "soon", "none")


@dataclass(frozen=True)
class Filters:
    """What of a list is wanted; an unknown value counts as no filter."""

    tab: str
    due: str
    number: str
    after: str | None

    @classmethod
    def of_request(cls) -> Filters:
        tab, due = request.args.get("tab", TABS[0]), request.args.get("due", "")
        return cls(
            tab=tab if tab in TABS else TABS[0],
            due=due if due in DUE else "",
            number=request.args.get("number", "").strip()[:40],
            after=request.args.get("after") or None,
        )


@blueprint.get("")
@access.staff
def tasks() -> ResponseReturnValue:
    filters = Filters.of_request()
    wanted = {"due": filters.due, "number": filters.number}
    with engine().read(current_actor()) as tx:
        page = inbox.page(
            tx, filters.tab, after=filters.after, filters={k: v for k, v in wanted.items() if v}
        )
    return render_template("inbox/list.html", page=page, filters=filters)
