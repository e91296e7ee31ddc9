"""Cash of community centres for others than the desk: finance, the administrator, whoever holds a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.cash import store as cash
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import administered
from engine.queries.views import Names
from engine.roles import Right
from engine.stores import people

# Received and not brought to the treasury, whether the day is closed or not.
LYING = """
select m.names as municipality, k.names as center, count(*) as receipts, sum(r.amount_tetri)::bigint as tetri,
       min(r.received_on) as since
from cash_receipts r join centers k on k.number = r.center join municipalities m on m.id = r.municipality_id
left join cash_voids v on v.receipt_id = r.id left join cash_deposited d on d.receipt_id = r.id
where r.municipality_id = any (:places) and v.receipt_id is null and d.receipt_id is null
group by m.id, m.names, k.number, k.names order by min(r.received_on), k.number
"""
DEPOSITED = """
select d.*, m.names as municipality, k.names as center_names from cash_deposits d
join centers k on k.number = d.center join municipalities m on m.id = d.municipality_id
where d.municipality_id = any (:places) order by d.deposited_on desc, d.noted_at desc limit 100
"""
VOIDED = """
select r.number, r.amount_tetri, r.case_id, k.names as center, p.number as payment, a.number as again,
       a.state as again_state, v.reason, v.voided_at
from cash_voids v join cash_receipts r on r.id = v.receipt_id join centers k on k.number = r.center
join payments p on p.id = r.payment_id join payments a on a.id = v.asks_again
where r.municipality_id = any (:places) order by v.voided_at desc limit 100
"""


@dataclass(frozen=True)
class Lying:
    """Cash that a centre has received for a municipality and not yet deposited."""

    municipality: Names
    center: Names
    receipts: int
    tetri: int
    since: date


@dataclass(frozen=True)
class Deposited:
    """A deposit at the treasury, as the centre has noted it."""

    municipality: Names
    center: Names
    document: str
    expected_tetri: int
    amount_tetri: int
    note: str
    deposited_on: date


@dataclass(frozen=True)
class Voided:
    """A voided receipt: which payment is asked for instead, and how that stands."""

    number: int
    amount_tetri: int
    case_id: UUID
    center: Names
    payment: str
    again: str
    again_state: str
    reason: str
    voided_at: datetime


@dataclass(frozen=True)
class OfFinance:
    """The page of finance."""

    lying: tuple[Lying, ...]
    deposited: tuple[Deposited, ...]
    voided: tuple[Voided, ...]


@dataclass(frozen=True)
class RuleEntry:
    """One entry about cash: of all services, or of one."""

    center: Names
    service: str
    service_names: Names
    is_taken: bool
    valid_from: date
    act: str
    who: Names | None
    at: datetime


@dataclass(frozen=True)
class RulesPage:
    """Page of the rules that a municipality has entered about cash."""

    municipality: Names
    services: tuple[tuple[str, Names], ...]
    entries: tuple[RuleEntry, ...]


@dataclass(frozen=True)
class VerifiedReceipt:
    """Public view of a receipt: what anybody who holds it may know."""

    number: int
    center: Names
    municipality: Names
    payment: str
    amount_tetri: int
    received_at: datetime
    is_voided: bool


def of_finance(tx: Transaction) -> OfFinance:
    """Return the cash of the municipalities where whoever asks returns money."""
    actor = tx.actor
    places = [place for place in actor.municipalities if actor.may(Right.RETURN_MONEY, place)]
    return OfFinance(
        tuple(Lying(*row) for row in tx.all(LYING, places=places)),
        tuple(_deposited(row) for row in tx.all(DEPOSITED, places=places)),
        tuple(Voided(*row) for row in tx.all(VOIDED, places=places)),
    )


def _deposited(row: Any) -> Deposited:
    money = (row.document, row.expected_tetri, row.amount_tetri, row.note, row.deposited_on)
    return Deposited(row.municipality, row.center_names, *money)


def rules(tx: Transaction, code: str) -> RulesPage:
    """Return the entries of a municipality to its administrator. Raises `NotFound`, `NotAllowed`."""
    place = administered(tx, code)
    in_force = versions.all_in_force(tx, municipality_id=place.id, on=local_date(tx.now))
    services = tuple((row.code, row.settings["names"]) for row in in_force)
    rows = cash.rules(tx, place.id)
    who = people.names(tx, {row.recorded_by for row in rows})
    names = dict(services)
    return RulesPage(
        place.names,
        services,
        tuple(
            RuleEntry(
                row.center_names,
                row.service_code,
                names.get(row.service_code, {}),
                row.is_taken,
                row.valid_from,
                row.act,
                who.get(row.recorded_by),
                row.recorded_at,
            )
            for row in rows
        ),
    )


def verify_receipt(tx: Transaction, code: str) -> VerifiedReceipt | None:
    """Return what a receipt says to whoever has its code, or None."""
    row = cash.by_code(tx, code)
    return row and VerifiedReceipt(*row)
