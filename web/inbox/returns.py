"""Money that came too much, at the desk of finance: the list, and noting what went back."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.payments.commands import RecordReturn
from engine.payments.queries import payments
from engine.payments.queries.payments import ReturnView
from engine.queries import places
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import format_date, name_of, t
from web.keys import sent_key
from web.tables import AS_TABLE, as_csv

EXPORTED: Final = ("number", "case", "applicant", "why", "amount", "paid", "reference")


@blueprint.get("/returns")
@access.right(Right.RETURN_MONEY)
def returns() -> ResponseReturnValue:
    if request.args.get("as") == AS_TABLE:
        return _table()
    return _list()


def _table() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = payments.to_return(tx, is_export=True)
    heads = [t(f"returns.column.{column}") for column in EXPORTED]
    return as_csv("returns", heads, map(_cells, found))


def _cells(row: ReturnView) -> tuple[object, ...]:
    return (
        row.number,
        row.case_number,
        name_of(row.applicant),
        t(f"payment.why.{row.why}"),
        Decimal(row.amount_tetri) / 100,
        format_date(row.paid_at),
        row.reference,
    )


def _list(
    error: ErrorWords | None = None, *, order_id: UUID | None = None, document: str = ""
) -> ResponseReturnValue:
    actor = current_actor()
    with engine().read(actor) as tx:
        found = payments.to_return(tx)
        keeps = [place for place in places.municipalities(tx) if actor.may(Right.KEEP_BANK_DETAILS, place.id)]
    page = render_template(
        "inbox/returns.html",
        rows=found,
        keeps_bank_details_of=keeps,
        error=error,
        wrong=order_id,
        document=document,
        has_errors=error is not None,
    )
    return page, error.status if error else 200


@blueprint.post("/returns/<uuid:order_id>")
@access.right(Right.RETURN_MONEY)
def record_return(order_id: UUID) -> ResponseReturnValue:
    document = request.form.get("document", "")
    try:
        engine().send(RecordReturn(order_id, document), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _list(words_of(refused), order_id=order_id, document=document)
    flashes.done(t("returns.done"))
    return redirect(url_for("inbox.returns"), 303)
