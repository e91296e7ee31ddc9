"""Unmet preconditions: those of a service that whoever is applied for does not meet, as told before filing.

What the principal may read themselves is told with its facts; of everything else, at a desk or of another
municipality, only that it is so. What is looked up for somebody else than oneself is on record with that
person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from engine.cases import filing
from engine.catalogue.preconditions import EntryReader, Needs, Precondition, preconditions_of
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import party, reads
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.steps import OpenCase

Names = Mapping[str, str]
NOTED_FOR: Final = timedelta(hours=1)  # a form is looked at page by page, which is one look-up


class PreconditionNotMet(Rejected):
    """The service needs something else of the applicant, and nothing is left to decide."""

    code = "filing.precondition_not_met"


class WarningNotConfirmed(Rejected):
    """The applicant was warned, or is now, and has not said that they file all the same."""

    code = "filing.warning_not_confirmed"


@dataclass(frozen=True)
class ShownField:
    """A value of an entry, by the name and the type of its field."""

    names: Names
    value: Any
    type: str


@dataclass(frozen=True)
class FoundEntry:
    """An entry that stands against applying, as whoever may read it is told."""

    register: Names
    municipality: Names
    valid_from: date
    order_number: str | None
    case_id: UUID
    case_number: str
    shown: tuple[ShownField, ...]


@dataclass(frozen=True)
class FoundCase:
    """An undecided case that stands against applying."""

    case_id: UUID
    number: str
    service: Names
    municipality: Names
    filed_at: datetime


@dataclass(frozen=True)
class UnmetPrecondition:
    """Unmet precondition of a service. `is_partly_hidden`: the principal may not see all of it."""

    code: str
    refuses: bool
    says: Names
    entries: tuple[FoundEntry, ...] = ()
    cases: tuple[FoundCase, ...] = ()
    is_partly_hidden: bool = False


def unmet(
    tx: Transaction, version: Published, municipality_id: int, answers: Mapping[str, Any]
) -> tuple[UnmetPrecondition, ...]:
    """Return the preconditions that whoever is applied for does not meet; nobody knows who a guest is."""
    wanted = preconditions_of(version.settings)
    if not wanted or tx.actor.party_id is None or tx.actor.assurance == "guest":
        return ()
    today = local_date(tx.now)
    registers = {precondition.register for precondition in wanted if precondition.register}
    rows = party.entries(tx, registers, on=today) if registers else []
    _record(tx, version, registers)
    reader = EntryReader(tx, version, municipality_id, today, answers)
    found = (_held_against(tx, reader, precondition, rows) for precondition in wanted)
    return tuple(told for told in found if told is not None)


class Applied(filing.Answered, Protocol):
    """Protocol of commands about an application that is about to be filed or signed."""

    @property
    def confirmed(self) -> tuple[str, ...] | None: ...


def checked_application(
    tx: Transaction, version: Published, municipality_id: int, command: Applied
) -> tuple[dict[str, Any], dict[str, Any] | None, tuple[UnmetPrecondition, ...]]:
    """Return the answers, where those came from that somebody knew before, and what the warnings were of.

    Raises `InvalidForm`, and what `refuse_unmet` raises.
    """
    answers, provenance = filing.valid_application(tx, version, municipality_id, command)
    found = unmet(tx, version, municipality_id, answers)
    refuse_unmet(found, command.confirmed)
    return answers, provenance, found


def record_told(case: OpenCase, version: Published, found: Collection[UnmetPrecondition]) -> None:
    """Let the case say in spite of which warnings it was filed."""
    for precondition in told_to_office(version, found):
        case.record("case.filed_despite", precondition=precondition.code, reason=dict(precondition.says))


def refuse_unmet(unmet: Collection[UnmetPrecondition], confirmed: Collection[str] | None) -> None:
    """Raise what keeps an application from being filed; None: whoever sends it has shown the warnings."""
    for precondition in unmet:
        if precondition.refuses:
            raise PreconditionNotMet(precondition=precondition.code, reason=dict(precondition.says))
    for precondition in unmet:
        if confirmed is not None and precondition.code not in confirmed:
            raise WarningNotConfirmed(precondition=precondition.code, reason=dict(precondition.says))


def told_to_office(version: Published, unmet: Collection[UnmetPrecondition]) -> tuple[UnmetPrecondition, ...]:
    """Return what the office reads that the applicant was warned of: nothing of other municipalities.

    That somebody has what the country gives once is no municipality's own, and is told without where.
    """
    wanted = {precondition.code: precondition for precondition in preconditions_of(version.settings)}
    return tuple(
        precondition
        for precondition in unmet
        if not wanted[precondition.code].is_of_country or _is_once(version, wanted[precondition.code])
    )


def _is_once(version: Published, one: Precondition) -> bool:
    return bool(one.register) and version.register(one.register)["national"] == "one_per_key"


def _held_against(
    tx: Transaction, reader: EntryReader, one: Precondition, rows: list[Any]
) -> UnmetPrecondition | None:
    if one.needs is Needs.NO_UNDECIDED_CASE:
        return _cases(tx, reader, one)
    counting = [row for row in rows if reader.counts(one, row)]
    if one.needs is Needs.ENTRY:
        return None if counting else UnmetPrecondition(one.code, one.refuses, one.says)
    if not counting:
        return None
    seen = party.seen_entries(tx, [row.id for row in counting])
    entries = tuple(_entry(reader.version, one, row, seen[row.id]) for row in counting if row.id in seen)
    return UnmetPrecondition(
        one.code, one.refuses, one.says, entries=entries, is_partly_hidden=len(entries) < len(counting)
    )


def _cases(tx: Transaction, reader: EntryReader, one: Precondition) -> UnmetPrecondition | None:
    same = {name: reader.answers.get(name) for name in one.same}
    if None in same.values():
        return None  # what would make it the same is not answered yet
    rows = party.undecided_cases(tx, one.services, step=reader.version.definition.start.id, same=same)
    counting = [row.id for row in rows if one.is_of_country or row.municipality_id == reader.municipality_id]
    if not counting:
        return None
    seen = party.seen_cases(tx, counting)
    cases = tuple(_case(tx, seen[case_id]) for case_id in counting if case_id in seen)
    return UnmetPrecondition(
        one.code, one.refuses, one.says, cases=cases, is_partly_hidden=len(cases) < len(counting)
    )


def _record(tx: Transaction, version: Published, registers: set[str]) -> None:
    """Note with the person that somebody else looked, once for each register within the hour."""
    asker, other = tx.actor, tx.actor.acts_for
    if other is None or asker.person_id is None:
        return
    for register in sorted(registers):
        tx.switch_principal(system())
        is_noted = reads.has_noted_enquiry(
            tx, other.party_id, register, by=asker.person_id, since=tx.now - NOTED_FOR
        )
        tx.switch_principal(asker)
        if not is_noted:
            reads.record_enquiry(tx, other.party_id, register, version=version.id, by=asker.person_id)


def _entry(version: Published, one: Precondition, row: Any, seen: Any) -> FoundEntry:
    register = version.register(row.register)
    fields = {field["name"]: field for field in register["fields"]}
    shown = (
        ShownField(fields[name]["names"], row.fields.get(name), fields[name]["type"])
        for name in one.shows
        if name in fields
    )
    return FoundEntry(
        register=register["names"],
        municipality=seen.municipality_names,
        valid_from=row.valid_from,
        order_number=row.order_number,
        case_id=seen.case_id,
        case_number=seen.case_number,
        shown=tuple(field for field in shown if field.value is not None),
    )


def _case(tx: Transaction, row: Any) -> FoundCase:
    return FoundCase(
        row.id, row.number, published(tx, row.version_id).names, row.municipality_names, row.filed_at
    )
