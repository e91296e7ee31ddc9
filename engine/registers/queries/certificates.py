"""Own entries of registers, the certificates of them, and what a stranger with a code may know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.catalogue.published import published
from engine.certificate_codes import CODE
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.registers import kept_registers
from engine.registers.store import certificates

Names = Mapping[str, str]


@dataclass(frozen=True)
class OwnEntry:
    """An own entry of a register that is in force; `notes`: what was noted of it, with the last day."""

    entry_id: UUID
    register: Names
    municipality: Names
    valid_from: date
    valid_until: date | None
    case_id: UUID
    case_number: str
    notes: tuple[tuple[Names, date], ...] = ()


@dataclass(frozen=True)
class Certificate:
    """A certificate as it was issued."""

    certificate_id: UUID
    number: str
    code: str
    content: Mapping[str, Any]
    issued_at: datetime


@dataclass(frozen=True)
class Verified:
    """Public view of a paper for anybody who holds it. `state`: holds, ended, superseded, not_begun."""

    number: str
    register: Names
    municipality: Names
    initials: Names
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    state: str


def own_entries(tx: Transaction) -> tuple[OwnEntry, ...]:
    """Return the signed-in person's entries that are in force today."""
    rows = certificates.own_entries(tx, tx.actor.party_id or 0, on=local_date(tx.now))
    return tuple(
        OwnEntry(
            entry_id=row.id,
            register=(register := published(tx, row.version_id).register(row.register))["names"],
            municipality=row.municipality_names,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            case_id=row.case_id,
            case_number=row.case_number,
            notes=_notes(register, row.notes or {}),
        )
        for row in rows
    )


@dataclass(frozen=True)
class AtDesk:
    """An entry of whoever stands at the desk, of which they can be given a certificate."""

    entry_id: UUID
    register: Names
    municipality: Names


def at_desk(tx: Transaction) -> tuple[AtDesk, ...]:
    """Return them; none where the person has not come with their card."""
    rows = certificates.at_desk(tx, on=local_date(tx.now))
    return tuple(
        AtDesk(row.id, published(tx, row.version_id).register(row.register)["names"], row.municipality_names)
        for row in rows
    )


def _notes(register: Mapping[str, Any], days: Mapping[str, str]) -> tuple[tuple[Names, date], ...]:
    """Return the notes in the order of the register's file, which names them."""
    known = register.get("notes", ())
    return tuple(
        (note["names"], date.fromisoformat(days[note["code"]])) for note in known if note["code"] in days
    )


def own_certificates(tx: Transaction) -> tuple[Certificate, ...]:
    return tuple(_certificate(row) for row in certificates.of_person(tx, tx.actor.party_id or 0))


def own_certificate(tx: Transaction, certificate_id: UUID) -> Certificate:
    """Return one of the signed-in person's certificates. Raises `NotFound`."""
    row = certificates.own(tx, certificate_id, tx.actor.party_id or 0)
    if row is None:
        raise NotFound
    return _certificate(row)


def office_certificate(tx: Transaction, certificate_id: UUID) -> Certificate:
    """Return one that was issued of an entry in a register that the actor may open. Raises `NotFound`."""
    row = certificates.of_office(tx, certificate_id)
    if row is None:
        raise NotFound
    kept_registers.find(tx, row.register, row.municipality)
    return _certificate(row)


def code_of(typed: str) -> str | None:
    """Return the code that somebody typed from paper, or None if it can't be one."""
    plain = re.sub(r"[\s-]", "", typed[:100]).lower()
    return plain if CODE.fullmatch(plain) else None


def verify(tx: Transaction, code: str) -> Verified | None:
    """Return what was issued under a code and whether it is in force, or None."""
    row = certificates.by_code(tx, code)
    if row is None:
        return None
    return Verified(
        number=row.number,
        register=row.register,
        municipality=row.municipality,
        initials=row.initials,
        issued_at=row.issued_at,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=_state(row, local_date(tx.now)),
    )


def _state(row: Any, today: date) -> str:
    if row.is_superseded:
        return "superseded"
    if row.valid_until is not None and row.valid_until <= today:
        return "ended"
    return "holds" if row.valid_from <= today else "not_begun"


def _certificate(row: Any) -> Certificate:
    return Certificate(row.id, row.number, row.code, row.content, row.issued_at)
