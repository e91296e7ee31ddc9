"""Handlers of bank details: one official proposes them, another approves or declines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from engine.audit.hash_chain import CONFIGURATION
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.offices.administration import (
    ChangedMeanwhile,
    DayIsOver,
    as_the_engine,
    ground,
    refuse_unseen,
    text,
)
from engine.payments.bank_details_rules import is_answered, kept_by_actor
from engine.payments.commands import ApproveBankDetails, DeclineBankDetails, ProposeBankDetails
from engine.routes import Route, Sender
from engine.stores import municipality_settings as settings
from engine.texts import LANGUAGES
from forms.formats import Refused, read_iban

LONGEST_NAME: Final = 200
LONGEST_REASON: Final = 500
_CODE: Final = re.compile(r"[0-9]{1,20}", re.ASCII)  # of the treasury; how many digits is nowhere cited


class RecipientMissing(Rejected):
    """Missing recipient: a payment order names one, in each language here."""

    code = "bank_details.recipient_missing"


class AccountInvalid(Rejected):
    """Account number that is no Georgian IBAN, or whose check digits do not agree (ISO 13616)."""

    code = "bank_details.iban_invalid"


class TreasuryCodeInvalid(Rejected):
    """Treasury code that holds something beside digits."""

    code = "bank_details.code_invalid"


class NothingProposed(Rejected):
    """Answer to a proposal that was approved or declined already."""

    code = "bank_details.nothing_proposed"


class SamePerson(Rejected):
    """Approval by whoever proposed it."""

    code = "bank_details.same_person"


class ReasonMissing(Rejected):
    """Proposal declined without a reason."""

    code = "bank_details.reason_missing"


def propose(command: ProposeBankDetails, tx: Transaction) -> None:
    """Keep it until another official approves.

    Raises `NotFound`, `NotAllowed`, `RecipientMissing`, `AccountInvalid`, `TreasuryCodeInvalid`, `TooLong`,
    `DayIsOver`, `ActNotNamed`, `ChangedMeanwhile`.
    """
    place, content, rests_on = kept_by_actor(tx, command.municipality), _content(command), ground(command.act)
    if command.valid_from < local_date(tx.now):
        raise DayIsOver
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.BANK_DETAILS_PROPOSED))
    _enter(tx, place, settings.BANK_DETAILS_PROPOSED, content, act=rests_on, valid_from=command.valid_from)


def approve(command: ApproveBankDetails, tx: Transaction) -> None:
    """Put it in force.

    Raises `NotFound`, `NotAllowed`, `ChangedMeanwhile`, `NothingProposed`, `SamePerson`.
    """
    place = kept_by_actor(tx, command.municipality)
    proposal = _waiting(tx, place, command.proposal)
    if proposal.recorded_by == tx.actor.person_id:
        raise SamePerson
    content = {**proposal.content, "proposed_by": proposal.recorded_by, "proposal": proposal.id}
    first_on = max(proposal.valid_from, local_date(tx.now))
    _enter(tx, place, settings.BANK_DETAILS, content, act=proposal.act, valid_from=first_on)


def decline(command: DeclineBankDetails, tx: Transaction) -> None:
    """Let nobody approve it any more; it stays on record.

    Raises `NotFound`, `NotAllowed`, `ReasonMissing`, `TooLong`, `ChangedMeanwhile`, `NothingProposed`.
    """
    place = kept_by_actor(tx, command.municipality)
    reason = text(command.reason, longest=LONGEST_REASON)
    if not reason:
        raise ReasonMissing
    proposal = _waiting(tx, place, command.proposal)
    content = {"proposal": proposal.id, "reason": reason}
    today = local_date(tx.now)
    _enter(tx, place, settings.BANK_DETAILS_DECLINED, content, act=proposal.act, valid_from=today)


def _waiting(tx: Transaction, place: Any, proposal_id: int) -> Any:
    """Return the last proposal, if it is the one that was looked at and nobody has answered it."""
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        proposals = settings.entered(tx, place.id, settings.BANK_DETAILS_PROPOSED)
        answers = [
            *settings.entered(tx, place.id, settings.BANK_DETAILS),
            *settings.entered(tx, place.id, settings.BANK_DETAILS_DECLINED),
        ]
    if not proposals or proposals[0].id != proposal_id:
        raise ChangedMeanwhile
    if is_answered(proposals[0], answers):
        raise NothingProposed
    return proposals[0]


def _enter(tx: Transaction, place: Any, name: str, content: Mapping[str, Any], **entry: Any) -> None:
    by = tx.actor.person_id
    with as_the_engine(tx):
        settings.add(tx, place.id, name, content, recorded_by=by, **entry)
    said = {"act": entry["act"], "valid_from": entry["valid_from"].isoformat()}
    tx.log(CONFIGURATION, f"{name}.set", municipality=place.code, content=content, **said)


def _content(command: ProposeBankDetails) -> dict[str, Any]:
    recipient = {
        language: text(command.recipient.get(language, ""), longest=LONGEST_NAME) for language in LANGUAGES
    }
    if not all(recipient.values()):
        raise RecipientMissing
    try:
        iban = read_iban(command.iban.strip())
    except Refused:
        raise AccountInvalid from None
    code = command.treasury_code.strip()
    if code and not _CODE.fullmatch(code):
        raise TreasuryCodeInvalid
    return {"recipient": recipient, "iban": iban, "treasury_code": code or None}


ROUTES = (
    Route(ProposeBankDetails, propose, sender=Sender.PERSON),
    Route(ApproveBankDetails, approve, sender=Sender.PERSON),
    Route(DeclineBankDetails, decline, sender=Sender.PERSON),
)
