"""Paying what a case asks for: the page before the treasury's, the way back from it, and the treasury's call.

Nothing that a browser or a caller says here is believed: each only makes the engine ask the treasury.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from engine import canonical
from engine.errors import NotFound, Rejected, Unavailable
from engine.payments import paying as payments
from engine.payments.queries import bank_details
from engine.payments.queries import payments as queries
from engine.payments.queries.payments import PaymentView
from engine.payments.store import payments as stored
from engine.tenancy import system
from web import access, bodies, flashes
from web.auth import current_actor
from web.citizen.cases import own_case
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.forgery import csrf
from web.i18n import current_language, t
from web.keys import new_key, sent_key
from web.security import POLICY

# How an order ended, and how that is said; of one that nobody knows yet and one that is given back, plainly.
_SAID = {
    "paid": flashes.done,
    "failed": flashes.failed,
    "open": flashes.note,
    "to_return": flashes.note,
    "returned": flashes.note,
}
LARGEST_CALL = 4096  # bytes
blueprint = Blueprint("paying", __name__)


def _payment(case_id: UUID, payment_id: UUID) -> PaymentView:
    with engine().read(current_actor()) as tx:
        found = [payment for payment in queries.of_case(tx, case_id) if payment.payment_id == payment_id]
    if not found:
        raise NotFound
    return found[0]


@blueprint.get("/cases/<uuid:case_id>/payments/<uuid:payment_id>")
@access.citizen
def pay(case_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    return _page(case_id, payment_id)


def _page(case_id: UUID, payment_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    case = own_case(case_id)
    with engine().read(current_actor()) as tx:
        bank = bank_details.of_municipality(tx, case.municipality.id)
    page = render_template(
        "citizen/payment.html",
        case=case,
        payment=_payment(case_id, payment_id),
        bank=bank,
        iban=bank_details.in_groups(bank.get("iban", "")),
        error=error,
        key=new_key(),
        has_errors=error is not None,
    )
    response = current_app.make_response((page, error.status if error else 200))
    if treasury := engine().connections.treasury:
        # The button leads to the treasury; browsers hold the whole way to the policy of this page.
        policy = POLICY.replace("form-action 'self'", f"form-action 'self' {treasury.origin}")
        response.headers["Content-Security-Policy"] = policy
    return response


@blueprint.post("/cases/<uuid:case_id>/payments/<uuid:payment_id>")
@access.citizen
def begin(case_id: UUID, payment_id: UUID) -> ResponseReturnValue:
    """Send the person to the treasury, unless it turns out that all is paid."""
    own_case(case_id)
    _payment(case_id, payment_id)
    how: dict[str, Any] = {"language": current_language(), "key": sent_key()}
    try:
        address = payments.begin(engine(), payment_id, actor=current_actor(), **how)
    except NotFound:
        raise
    except (Rejected, Unavailable) as error:
        if _payment(case_id, payment_id).state == "paid":
            flashes.done(t("payment.done"))
            return redirect(url_for("citizen.case", case_id=case_id), 303)
        return _page(case_id, payment_id, words_of(error))
    return redirect(address, 303)


@blueprint.get("/payments/<uuid:order_id>/return")
@access.public
def come_back(order_id: UUID) -> ResponseReturnValue:
    """Ask how the order ended, also where the session has ended meanwhile, and lead to the case."""
    with engine().read(system()) as tx:
        place = stored.place_of(tx, order_id)
    if place is None:
        raise NotFound
    try:
        state = payments.settle(engine(), order_id)
    except Unavailable:
        state = "open"
    _SAID[state](t(f"payment.came_back.{state}"))
    return redirect(url_for("citizen.case", case_id=place.case_id), 303)


@blueprint.post("/payments/notify")
@access.public
@csrf.exempt  # type: ignore[untyped-decorator]
def notify() -> ResponseReturnValue:
    """The treasury says that something happened to an order: a worker asks what. The answer tells nothing."""
    try:
        order_id = _named_order(bodies.raw(LARGEST_CALL))
    except RequestEntityTooLarge:
        order_id = None
    if order_id is not None:
        with engine().read(system()) as tx:
            if payments.is_open(tx, order_id):
                payments.queue(tx, order_id)
    return Response(status=204)


def _named_order(body: bytes) -> UUID | None:
    try:
        content = canonical.loads(body)
        return UUID(content["order"]) if isinstance(content["order"], str) else None
    except (canonical.NotCanonical, LookupError, TypeError, ValueError):
        return None
