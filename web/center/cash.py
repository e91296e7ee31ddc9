"""Cash at the desk: a payment is looked up by its number and received, its receipt printed or voided."""

from __future__ import annotations

import io
from uuid import UUID

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.cash import taking
from engine.cash.commands import VoidReceipt
from engine.cash.queries import desk as queries
from engine.cash.receipt import cash_receipt_pdf
from engine.clock import local_date
from engine.errors import NotAllowed, NotFound, Rejected
from engine.formats import show_money
from web import access, flashes
from web.auth import current_actor
from web.blueprints import center as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, TEXTS, format_instant, t
from web.keys import sent_key
from web.tables import exported
from web.without_api import Reason, without_api

LONGEST_NUMBER = 60


@blueprint.get("/cash")
@access.citizen
@exported
def cash() -> ResponseReturnValue:
    return _page(request.args.get("number", ""))


@blueprint.post("/cash/<uuid:payment_id>")
@access.citizen
def receive(payment_id: UUID) -> ResponseReturnValue:
    try:
        received = taking.take_cash(engine(), payment_id, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(request.form.get("number", ""), words_of(refused))
    flashes.done(t("cash.received", number=received.number))
    return redirect(url_for("center.cash_receipt", receipt_id=received.receipt_id), 303)


@blueprint.get("/cash/receipts/<uuid:receipt_id>")
@access.citizen
def cash_receipt(receipt_id: UUID) -> ResponseReturnValue:
    return _receipt(receipt_id)


@blueprint.get(f"/cash/receipts/<uuid:receipt_id>/<any({', '.join(LANGUAGES)}):language>.pdf")
@access.citizen
@without_api(Reason.PRINT)
def cash_receipt_on_paper(receipt_id: UUID, language: str) -> ResponseReturnValue:
    """Draw the receipt, in the language asked for."""
    with engine().read(current_actor()) as tx:
        found = queries.receipt(tx, receipt_id)

    def say(key: str) -> str:
        return TEXTS.get(language, f"cash.paper.{key}")

    def name(names: object) -> str:
        return str(names[language] if isinstance(names, dict) else names)

    rows = {
        say("municipality"): name(found.municipality),
        say("purpose"): name(found.purpose),
        say("payment"): found.payment,
        say("amount"): str(show_money(found.amount_tetri, language)),
        say("at"): format_instant(found.received_at),
        say("by"): name(found.received_by),
    }
    if found.reason is not None:
        rows = {say("voided"): found.reason, **rows}
    pdf = cash_receipt_pdf(
        rows,
        title=say("title"),
        head=name(found.center),
        check=say("check"),
        language=language,
        number=str(found.number),
        code=found.code,
        address=engine().settings.public_url + url_for("public.verified", code=found.code),
        issued_at=found.received_at,
    )
    download = f"cash-{found.number}-{language}.pdf"
    return send_file(io.BytesIO(pdf.content), mimetype="application/pdf", download_name=download)


@blueprint.post("/cash/receipts/<uuid:receipt_id>/void")
@access.citizen
def void(receipt_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        engine().send(VoidReceipt(receipt_id, reason), actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _receipt(receipt_id, words_of(refused), reason)
    flashes.done(t("cash.void_done"))
    return redirect(url_for("center.cash_receipt", receipt_id=receipt_id), 303)


def _page(typed: str, error: ErrorWords | None = None) -> ResponseReturnValue:
    number = " ".join(typed.split())[:LONGEST_NUMBER]
    with engine().read(current_actor()) as tx:
        today = local_date(tx.now)
        receipts = queries.of_day(tx, today)
        found = queries.at_desk(tx, number) if number else None
    is_unknown = bool(number) and found is None
    page = render_template(
        "center/cash.html",
        number=number,
        found=found,
        is_unknown=is_unknown,
        receipts=receipts,
        total=sum(receipt.amount_tetri for receipt in receipts if receipt.reason is None),
        today=today,
        error=error,
        has_errors=bool(error) or is_unknown,
    )
    return page, error.status if error else 422 if is_unknown else 200


def _receipt(receipt_id: UUID, error: ErrorWords | None = None, reason: str = "") -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.receipt(tx, receipt_id)
    page = render_template(
        "center/cash_receipt.html", one=found, reason=reason, error=error, has_errors=bool(error)
    )
    return page, error.status if error else 200
