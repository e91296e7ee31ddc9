"""Page of a municipality's bank details: proposed by one official, approved or declined by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.payments.commands import ApproveBankDetails, DeclineBankDetails, ProposeBankDetails
from engine.payments.queries import bank_details as queries
from engine.payments.queries.bank_details import BankDetails
from engine.roles import Right
from web import access
from web.admin.sending import by_language, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.keys import sent_version

_KEEPERS = access.right(Right.KEEP_BANK_DETAILS)


@blueprint.get("/municipalities/<name:code>/bank-details")
@_KEEPERS
def bank_details(code: str) -> ResponseReturnValue:
    return _page(code, {})


@blueprint.post("/municipalities/<name:code>/bank-details")
@_KEEPERS
def propose_bank_details(code: str) -> ResponseReturnValue:
    sent = request.form
    return done(
        lambda: ProposeBankDetails(
            code,
            by_language(sent, "recipient"),
            sent.get("iban", ""),
            sent.get("treasury_code", ""),
            sent.get("act", ""),
            day(sent, "first_on"),
            sent_version(),
        ),
        url_for("admin.bank_details", code=code),
        lambda error: _page(code, sent, error),
    )


@blueprint.post("/municipalities/<name:code>/bank-details/<int:proposal>/approval")
@_KEEPERS
def approve_bank_details(code: str, proposal: int) -> ResponseReturnValue:
    return done(
        lambda: ApproveBankDetails(code, proposal),
        url_for("admin.bank_details", code=code),
        lambda error: _page(code, {}, error),
    )


@blueprint.post("/municipalities/<name:code>/bank-details/<int:proposal>/refusal")
@_KEEPERS
def decline_bank_details(code: str, proposal: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    return done(
        lambda: DeclineBankDetails(code, proposal, reason),
        url_for("admin.bank_details", code=code),
        lambda error: _page(code, {"reason": reason}, error),
    )


def _page(code: str, sent: Mapping[str, str], error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, today = queries.page(tx, code), local_date(tx.now)
    last = found.proposal or next(iter(found.approved), None)
    page = render_template(
        "admin/bank_details.html",
        page=found,
        in_force=next((entry for entry in found.approved if entry.valid_from <= today), None),
        code=code,
        sent={**_typed(last), "first_on": today.isoformat(), **sent},
        in_groups=queries.in_groups,
        **shown(error),
    )
    return page, status(error)


def _typed(entry: BankDetails | None) -> dict[str, Any]:
    """Return bank details as the fields of the form hold them."""
    if entry is None:
        return {}
    recipient = {f"recipient_{language}": words for language, words in entry.recipient.items()}
    return {**recipient, "iban": queries.in_groups(entry.iban), "treasury_code": entry.treasury_code or ""}
