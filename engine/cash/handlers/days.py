"""End-of-day closing of a cash desk, what is brought to the treasury, and whether cash is taken at all."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from engine.audit.hash_chain import CONFIGURATION
from engine.cash import store as cash
from engine.cash.commands import ConfirmCount, CountCash, RecordDeposit, SetCashRule
from engine.centers.rules.at_center import NotTheSecond, center_of
from engine.centers.store import appointments
from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotFound, Rejected
from engine.offices.administration import (
    ChangedMeanwhile,
    DayIsOver,
    TooLong,
    administered,
    as_the_engine,
    ground,
)
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import switches

LONGEST_NOTE, LONGEST_DOCUMENT = 500, 60
MOST_TETRI = 100_000_000_000


class CenterUnknown(Rejected):
    """There is no such community centre."""

    code = "cash.center_unknown"


class ServiceUnknown(Rejected):
    """There is no such service."""

    code = "cash.service_unknown"


class NothingToCount(Rejected):
    """Nothing was received on the day, or it is closed already."""

    code = "cash.nothing_to_count"


class AmountInvalid(Rejected):
    """An amount is lari and tetri, and not below zero."""

    code = "cash.amount_invalid"


class DifferenceUnexplained(Rejected):
    """Unexplained difference between cash counted or deposited and the receipts: nobody says why."""

    code = "cash.difference_unexplained"


class CountedAnew(Rejected):
    """Somebody has counted again since, or confirmed already."""

    code = "cash.counted_anew"


class DocumentInvalid(Rejected):
    """A deposit names the treasury's document, which no other deposit names, and its day."""

    code = "cash.document_invalid"


def set_cash_rule(command: SetCashRule, tx: Transaction) -> None:
    """Enter it. Raises `NotAllowed`, `CenterUnknown`, `ServiceUnknown`, `DayIsOver`, `ActNotNamed`."""
    place = administered(tx, command.municipality)
    if all(center.number != command.center for center in appointments.centers(tx)):
        raise CenterUnknown
    if command.service and not ("." in command.service and switches.is_known(tx, command.service)):
        raise ServiceUnknown
    if command.valid_from < local_date(tx.now):
        raise DayIsOver
    entry = {"center": command.center, "is_taken": command.is_taken, "act": ground(command.act)}
    by = tx.actor.person_id
    with as_the_engine(tx):
        cash.add_rule(
            tx,
            municipality_id=place.id,
            service_code=command.service,
            valid_from=command.valid_from,
            recorded_by=by,
            **entry,
        )
    said = {"service": command.service, "valid_from": command.valid_from.isoformat()}
    tx.log(CONFIGURATION, "cash.rule_set", municipality=place.code, **entry, **said)


def count_cash(command: CountCash, tx: Transaction) -> None:
    """Keep what was counted beside what the receipts say; until it is confirmed it may be counted anew."""
    center, person_id = center_of(tx.actor, Right.ASSIST), tx.actor.person_id
    counted, note = _amount(command.counted_tetri), _text(command.note, LONGEST_NOTE)
    with as_the_engine(tx):
        cash.lock(tx, center)
        day = next(
            (open_day for open_day in cash.open_days(tx, center) if open_day.on_day == command.on_day), None
        )
        if day is None:
            raise NothingToCount
        expected = day.tetri
        if counted != expected and not note:
            raise DifferenceUnexplained
        entry = {"on_day": command.on_day, "expected_tetri": expected, "counted_tetri": counted, "note": note}
        cash.add_count(tx, id=uuid4(), center=center, counted_by=person_id, **entry)
    _log(tx, center, "cash.counted", day=command.on_day, expected=expected, counted=counted)


def confirm_count(command: ConfirmCount, tx: Transaction) -> None:
    """Close the day, as another than who counted it. Raises `NotTheSecond`, `CountedAnew`."""
    center, person_id = center_of(tx.actor), tx.actor.person_id
    assert person_id is not None
    with as_the_engine(tx):
        found = cash.count(tx, command.count_id)
        if found is None or found.center != center:
            raise NotFound
        if found.counted_by == person_id:
            raise NotTheSecond
        cash.lock(tx, center)
        last = cash.last_count(tx, center, found.on_day)
        if last.id != found.id or cash.is_closed(tx, center, found.on_day):
            raise CountedAnew
        cash.confirm(tx, found.id, confirmed_by=person_id)
    _log(tx, center, "cash.confirmed", day=found.on_day, counted=found.counted_tetri)


def record_deposit(command: RecordDeposit, tx: Transaction) -> None:
    """Note that the cash of closed days was brought to the treasury, for one municipality."""
    center, today = center_of(tx.actor), local_date(tx.now)
    document, note = _text(command.document, LONGEST_DOCUMENT), _text(command.note, LONGEST_NOTE)
    amount, person_id = _amount(command.amount_tetri), tx.actor.person_id
    if not document or command.deposited_on > today or amount == 0:
        raise DocumentInvalid(longest=LONGEST_DOCUMENT)
    with as_the_engine(tx):
        cash.lock(tx, center)
        rows = [row for row in cash.to_deposit(tx, center) if row.code == command.municipality]
        expected = sum(row.amount_tetri for row in rows)
        if not rows or expected != command.expected_tetri:
            raise ChangedMeanwhile
        if command.deposited_on < max(row.received_on for row in rows):
            raise DocumentInvalid(longest=LONGEST_DOCUMENT)
        if amount != expected and not note:
            raise DifferenceUnexplained
        money = {"expected_tetri": expected, "amount_tetri": amount, "note": note}
        paper = {"document": document, "deposited_on": command.deposited_on}
        place = {"center": center, "municipality_id": rows[0].municipality_id, "noted_by": person_id}
        if not cash.deposit(tx, uuid4(), [row.id for row in rows], **place, **paper, **money):
            raise DocumentInvalid(longest=LONGEST_DOCUMENT)
    said = {"municipality": command.municipality, "document": document}
    _log(tx, center, "cash.deposited", day=command.deposited_on, **said, expected=expected, amount=amount)


def _amount(tetri: int) -> int:
    if not 0 <= tetri <= MOST_TETRI:
        raise AmountInvalid
    return tetri


def _text(said: str, longest: int) -> str:
    text: str = " ".join(without_nul(said).split())
    if len(text) > longest:
        raise TooLong(longest=longest)
    return text


def _log(tx: Transaction, center: int, kind: str, *, day: date, **said: Any) -> None:
    tx.log(f"center/{center}", kind, day=day.isoformat(), **said, person=tx.actor.person_id)


ROUTES = (
    Route(SetCashRule, set_cash_rule, sender=Sender.PERSON),
    Route(CountCash, count_cash, sender=Sender.PERSON),
    Route(ConfirmCount, confirm_count, sender=Sender.PERSON),
    Route(RecordDeposit, record_deposit, sender=Sender.PERSON),
)
