"""Page of the queue at the centre today: numbers are given, called, and settled."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.queue import CallNext, EndTicket, TakeTicket, TicketTaken
from engine.centers.queries import presences
from engine.centers.queries import queue as queries
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from web import flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.center.access import operators
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.keys import sent_key
from web.tables import exported


@blueprint.get("/queue")
@operators
@exported
def queue() -> ResponseReturnValue:
    return _page()


@blueprint.post("/queue")
@operators
def take_ticket() -> ResponseReturnValue:
    taken: TicketTaken = engine().send(TakeTicket(), actor=current_actor(), key=sent_key())
    return redirect(url_for("center.ticket", ticket_id=taken.ticket_id), 303)


@blueprint.get("/queue/<uuid:ticket_id>")
@operators
def ticket(ticket_id: UUID) -> ResponseReturnValue:
    """Show a number large, to be printed or said."""
    actor = current_actor()
    with engine().read(actor) as tx:
        found, center = queries.ticket(tx, ticket_id), presences.center_names(tx, actor.center or 0)
    return render_template("center/ticket.html", one=found, center=center)


@blueprint.post("/queue/next")
@operators
def call_next() -> ResponseReturnValue:
    return _done(CallNext())


@blueprint.post("/queue/<uuid:ticket_id>")
@operators
def end_ticket(ticket_id: UUID) -> ResponseReturnValue:
    return _done(EndTicket(ticket_id, request.form.get("_do") == "served"))


def _done(command: Command) -> ResponseReturnValue:
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(words_of(refused))
    flashes.done(t("queue.done"))
    return redirect(url_for("center.queue"), 303)


def _page(error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        tickets = queries.of_today(tx)
    waiting = sum(ticket.state == "waits" for ticket in tickets)
    page = render_template(
        "center/queue.html", tickets=tickets, waiting=waiting, error=error, has_errors=bool(error)
    )
    return page, error.status if error else 200
