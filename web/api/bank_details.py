"""API of bank details of a municipality: proposed by one official, approved or declined by another."""

from __future__ import annotations

from typing import Any

from engine.payments.commands import ApproveBankDetails, DeclineBankDetails, ProposeBankDetails
from engine.payments.queries import bank_details as queries
from engine.payments.queries.bank_details import BankDetailsPage
from engine.roles import Right
from web.api import administration
from web.api.administration import PATH
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, seen_number, text, words
from web.api.tables import FromDay
from web.auth import current_actor
from web.engine_access import engine

SEES = {**administration.SEES, "right": Right.KEEP_BANK_DETAILS}
SETS = {**administration.SETS, "right": Right.KEEP_BANK_DETAILS}


class NewBankDetails(FromDay):
    """The account from a day on; `seen` is the last proposal that the caller knew, 0 for none."""

    recipient = words()
    iban = text(40)
    treasury_code = text(20, required=False, load_default="")
    seen = seen_number()


class ApprovedProposal(Strict):
    """The proposal that was looked at, by its entry."""

    proposal = seen_number()


class DeclinedProposal(ApprovedProposal):
    """The proposal that nobody shall approve, and why."""

    reason = text(500)


@operation(
    "GET",
    f"{PATH}/bank-details",
    Who.OFFICE,
    does=("საბანკო რეკვიზიტები", "See the bank details"),
    pages=("admin.bank_details",),
    gives=shape(BankDetailsPage),
    **SEES,
)
def get_bank_details(code: str) -> BankDetailsPage:
    with engine().read(current_actor()) as tx:
        return queries.page(tx, code)


@operation(
    "POST",
    f"{PATH}/bank-details",
    Who.OFFICE,
    does=("საბანკო რეკვიზიტების შეთავაზება", "Propose bank details"),
    pages=("admin.propose_bank_details",),
    takes=NewBankDetails,
    **SETS,
)
def propose_bank_details(body: dict[str, Any], code: str) -> None:
    said = (body["recipient"], body["iban"], body["treasury_code"], body["act"])
    send(ProposeBankDetails(code, *said, body["first_on"], body["seen"]))


@operation(
    "POST",
    f"{PATH}/bank-details/approval",
    Who.OFFICE,
    does=("საბანკო რეკვიზიტების დამტკიცება", "Approve bank details that another official has proposed"),
    pages=("admin.approve_bank_details",),
    takes=ApprovedProposal,
    **SETS,
)
def approve_bank_details(body: dict[str, Any], code: str) -> None:
    send(ApproveBankDetails(code, body["proposal"]))


@operation(
    "POST",
    f"{PATH}/bank-details/refusal",
    Who.OFFICE,
    does=("საბანკო რეკვიზიტების შეთავაზების უარყოფა", "Decline bank details that were proposed"),
    pages=("admin.decline_bank_details",),
    takes=DeclinedProposal,
    **SETS,
)
def decline_bank_details(body: dict[str, Any], code: str) -> None:
    send(DeclineBankDetails(code, body["proposal"], body["reason"]))
