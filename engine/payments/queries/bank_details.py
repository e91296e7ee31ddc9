"""Bank details of a municipality: the account to which people pay what its cases ask for at a bank.

Whoever changes them could lead money of citizens elsewhere, so one official proposes them and another
approves or declines them; until then nobody is told of them. All entries stay on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.payments.bank_details_rules import is_answered, kept_by_actor
from engine.queries.views import Names
from engine.stores import municipality_settings as settings
from engine.stores import people
from engine.stores.known import known


@dataclass(frozen=True)
class BankDetails:
    """Account to which people pay, with the names of who proposed and who approved it.

    A demonstration invents one without names and act.
    """

    entry_id: int
    recipient: Names
    iban: str  # without spaces
    treasury_code: str | None
    valid_from: date
    act: str | None
    proposed_by: Names | None
    approved_by: Names | None = None


@dataclass(frozen=True)
class Declined:
    """Answer to the last proposal that nobody shall approve: the reason, and whose it is."""

    reason: str
    declined_by: Names | None


@dataclass(frozen=True)
class BankDetailsPage:
    """Bank details of a municipality: approved ones, the last first, and a proposal that waits.

    `seen` is the last proposal of all times. `may_approve` tells whether the reader is a second person.
    """

    municipality: Names
    approved: tuple[BankDetails, ...]
    proposal: BankDetails | None
    may_approve: bool
    seen: int
    declined: Declined | None


def page(tx: Transaction, code: str) -> BankDetailsPage:
    """Return what was proposed and approved, to those who keep it. Raises `NotFound`, `NotAllowed`."""
    place = kept_by_actor(tx, code)
    with as_the_engine(tx):
        rows = settings.entered(tx, place.id, settings.BANK_DETAILS)
        proposals = settings.entered(tx, place.id, settings.BANK_DETAILS_PROPOSED)
        declined = settings.entered(tx, place.id, settings.BANK_DETAILS_DECLINED)
        by_person = {row.recorded_by for row in (*rows, *proposals, *declined)}
        by_person |= {row.content["proposed_by"] for row in rows}
        names = people.names(tx, by_person - {None})
    last = next(iter(proposals), None)
    waiting = None if last is None or is_answered(last, (*rows, *declined)) else last
    answer = next((row for row in declined if last and row.content["proposal"] == last.id), None)
    return BankDetailsPage(
        place.names,
        tuple(
            _view(row, names, proposed_by=row.content["proposed_by"], approved_by=row.recorded_by)
            for row in rows
        ),
        None if waiting is None else _view(waiting, names, proposed_by=waiting.recorded_by),
        waiting is not None and waiting.recorded_by != tx.actor.person_id,
        last.id if last else 0,
        None if answer is None else Declined(answer.content["reason"], names.get(answer.recorded_by)),
    )


def of_municipality(tx: Transaction, municipality_id: int) -> Mapping[str, Any]:
    """Return `recipient`, `iban`, `treasury_code` in force today, to anybody; empty where there are none."""
    return known(tx, municipality_id).bank_details(local_date(tx.now))


def in_groups(iban: str) -> str:
    """Return an account number as people write it: in groups of four (ISO 13616, paper format)."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _view(
    row: Any, names: Mapping[int, Names], *, proposed_by: int | None, approved_by: int | None = None
) -> BankDetails:
    return BankDetails(
        row.id,
        row.content["recipient"],
        row.content["iban"],
        row.content["treasury_code"],
        row.valid_from,
        row.act,
        names.get(proposed_by or 0),
        names.get(approved_by or 0),
    )
