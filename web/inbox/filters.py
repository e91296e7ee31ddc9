"""Parts of lists under a name: keeping the one that is shown, renaming, removing."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.commands.filters import RemoveFilter, RenameFilter, SaveFilter
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import saved_filters
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.inbox.place_in_list import asked
from web.keys import new_key, sent_key, sent_version

REMOVE = "remove"


@blueprint.get("/filters")
@access.staff
def filters() -> ResponseReturnValue:
    return _page()


@blueprint.post("/filters")
@access.staff
def save_filter() -> ResponseReturnValue:
    """Keep the part of the list that the address names."""
    part, with_whom = asked(), request.form.get("with", "")
    municipality, _, unit = with_whom.partition("/")
    command = SaveFilter(
        sent_key(),
        request.form.get("name", ""),
        part.tab,
        part.due and part.due.value,
        part.service,
        municipality=municipality or None,
        unit=unit or None,
        is_shared=bool(with_whom),
        conditions=part.conditions,
    )
    return _sent(command, "filters.saved", url_for("inbox.tasks", **part.address()))


@blueprint.post("/filters/<uuid:filter_id>")
@access.staff
def change_filter(filter_id: UUID) -> ResponseReturnValue:
    if request.form.get("_do") == REMOVE:
        return _sent(RemoveFilter(filter_id), "filters.removed", url_for("inbox.filters"))
    command = RenameFilter(filter_id, request.form.get("name", ""), sent_version("seen"))
    return _sent(command, "filters.renamed", url_for("inbox.filters"))


def _sent(command: Command, told: str, to: str) -> ResponseReturnValue:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused))
    flashes.done(t(told))
    return redirect(to, 303)


def _page(error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, offices = saved_filters.listed(tx), saved_filters.offices(tx)
        services = saved_filters.services(tx, (asked().service, *(saved.service for saved in found)))
    page = render_template(
        "inbox/filters.html",
        part=asked(),
        filters=found,
        offices=offices,
        services=services,
        key=new_key(),
        typed=request.form if request.endpoint == "inbox.save_filter" else {},
        error=error,
        has_errors=error is not None,
    )
    return page, error.status if error else 200
