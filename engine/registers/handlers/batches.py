"""Batches of cases: planned, steered, and settled one entry after the other.

Each entry is settled in a transaction of its own, so that nobody who works beside a batch waits longer for
it than for a colleague. Whatever happens twice finds the entry settled; the id of its case follows from the
batch and the entry, so the table of cases itself refuses a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from engine.cases.ex_officio import ExOfficioOpening, open_about
from engine.catalogue.cohorts import CHANGED, NOT_MEANT, Chooser, Cohort, checked_condition, cohort_of
from engine.catalogue.offers import offered
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations.operation import Operations
from engine.registers.commands.batches import (
    AdvanceBatch,
    BatchPlanned,
    ChooseBatchEntries,
    PassBatchEntry,
    PauseBatch,
    PlanBatch,
    SettleBatchEntry,
    StartBatch,
    StopBatch,
)
from engine.registers.store import batches
from engine.roles import Right
from engine.routes import Route, Sender
from engine.stores import people, reference, units

LOOKED_AT_ONCE: Final = 500
TRIED: Final = 20


class GroundMissing(Rejected):
    """A batch rests on a ground, which has to be named."""

    code = "batch.ground_missing"


class UnitUnknown(Rejected):
    """The municipality has no such unit."""

    code = "batch.unit_unknown"


class AnotherBatchRuns(Rejected):
    """Another batch of the municipality opens cases now, and one at a time is enough."""

    code = "batch.another_runs"


class NotInThisState(Rejected):
    """The batch is not where this could be done."""

    code = "batch.not_in_this_state"


def plan_batch(command: PlanBatch, tx: Transaction) -> BatchPlanned:
    """Keep the plan and let a worker choose the entries."""
    municipality, version = offered(tx, command.service, command.municipality, by_office=True)
    if not tx.actor.may(Right.RUN_COHORTS, municipality.id):
        raise NotAllowed
    if not command.ground.strip():
        raise GroundMissing
    if command.unit is not None and command.unit not in units.codes(tx, municipality.id):
        raise UnitUnknown
    cohort, batch_id = cohort_of(version), uuid4()
    condition = checked_condition(command.condition, cohort)
    batches.insert(
        tx,
        id=batch_id,
        municipality_id=municipality.id,
        service=version.code,
        register=cohort.register["code"],
        condition=condition,
        unit=command.unit,
        ground=command.ground.strip(),
        planned_by=tx.actor.person_id,
    )
    if condition:
        _try(tx, batch_id, cohort)
    _log(tx, batch_id, "batch.planned", service=version.code, condition=condition, unit=command.unit)
    batches.queue(tx, batches.CHOOSING, batch_id, municipality.id)
    return BatchPlanned(batch_id)


def _try(tx: Transaction, batch_id: UUID, cohort: Cohort) -> None:
    """Hold a few entries against the condition, so that who wrote it learns at once what is wrong with it."""
    batch = _batch(tx, batch_id, held="")
    chooser = Chooser(tx, batch, cohort)
    for row in batches.candidates(tx, batch, place=cohort.place, on=local_date(tx.now), limit=TRIED):
        chooser.try_on(row)


def choose_batch_entries(command: ChooseBatchEntries, tx: Transaction) -> bool:
    """Hold the next entries against the condition; True where more are left."""
    batch = _batch(tx, command.batch_id, held="update")
    if batch.state != "choosing":
        return False
    chooser = _chooser(tx, batch)
    today = local_date(tx.now)
    rows = batches.candidates(tx, batch, place=chooser.cohort.place, on=today, limit=LOOKED_AT_ONCE)
    chosen = [
        {
            "entry_id": str(row.id),
            "person_id": row.person_id,
            "unit_code": row.unit_code,
            "foreseen": chooser.hindrance(row),
        }
        for row in rows
        if chooser.is_meant(row)
    ]
    batches.choose(tx, batch, chosen)
    is_over = len(rows) < LOOKED_AT_ONCE
    last = rows[-1].id if rows else batch.looked_to
    batches.looked(tx, batch.id, count=len(rows), last=last, state="planned" if is_over else "choosing")
    return not is_over


def start_batch(command: StartBatch, tx: Transaction) -> None:
    """Let workers begin, or go on."""
    batch = _steered(tx, command, "planned", "paused")
    if not batches.start(tx, batch):
        raise AnotherBatchRuns
    _log(tx, batch.id, "batch.started")
    batches.queue(tx, batches.WORKING, batch.id, batch.municipality_id)


def pause_batch(command: PauseBatch, tx: Transaction) -> None:
    """Open no more cases; one that is being opened at this moment is waited for."""
    batch = _steered(tx, command, "running")
    batches.pause(tx, batch.id)
    _log(tx, batch.id, "batch.paused")


def stop_batch(command: StopBatch, tx: Transaction) -> None:
    """End the batch for good; cases that were opened stay."""
    batch = _steered(tx, command, "choosing", "planned", "running", "paused")
    passed = batches.stop(tx, batch.id)
    _log(tx, batch.id, "batch.stopped", passed=passed)


def settle_batch_entry(
    operations: Operations, limits: UploadLimits
) -> Callable[[SettleBatchEntry, Transaction], bool]:
    """Return the handler: open the case of one entry, or say why not; False where the batch is over."""

    def handle(command: SettleBatchEntry, tx: Transaction) -> bool:
        batch = _batch(tx, command.batch_id, held="share")
        if batch.state != "running":
            return False
        entry = batches.entry(tx, batch.id, command.entry_id)
        if entry is None or entry.outcome != "waiting":
            return True
        place = reference.municipality_by_id(tx, batch.municipality_id)
        municipality, version = offered(tx, batch.service_code, place.code, by_office=True)
        chooser = Chooser(tx, batch, cohort_of(version))
        row = batches.candidate(tx, batch, entry.entry_id, place=chooser.cohort.place, on=local_date(tx.now))
        if reason := _against(chooser, row):
            batches.passed(tx, batch.id, entry.entry_id, reason)
            return True
        case_id = uuid5(batch.id, str(entry.entry_id))
        opening = ExOfficioOpening(
            answers=chooser.answers(row),
            opened_by=batch.started_by,
            said=("case.opened_by_batch", {"batch": str(batch.id), "ground": batch.ground}),
            case_id=case_id,
        )
        open_about(
            tx,
            operations,
            limits,
            version=version,
            municipality=municipality,
            party=people.person(tx, row.person_id),
            opening=opening,
        )
        batches.opened(tx, batch.id, entry.entry_id, case_id)
        return True

    return handle


def pass_batch_entry(command: PassBatchEntry, tx: Transaction) -> None:
    """Note what stood against one case, so that the others go on."""
    batches.passed(tx, command.batch_id, command.entry_id, command.code)


def advance_batch(command: AdvanceBatch, tx: Transaction) -> None:
    """Queue what is left of a batch that goes on, or end it."""
    batch = _batch(tx, command.batch_id, held="update")
    if batch.state != "running":
        return
    if batches.waiting(tx, batch.id, limit=1):
        batches.queue(tx, batches.WORKING, batch.id, batch.municipality_id)
    else:
        batches.end(tx, batch.id)
        _log(tx, batch.id, "batch.done")


def _against(chooser: Chooser, row: Any) -> str | None:
    """Return what has come against the case of an entry since it was chosen."""
    if row is None:
        return CHANGED
    return chooser.hindrance(row) or (None if chooser.is_meant(row) else NOT_MEANT)


def _chooser(tx: Transaction, batch: Any) -> Chooser:
    place = reference.municipality_by_id(tx, batch.municipality_id)
    return Chooser(tx, batch, cohort_of(offered(tx, batch.service_code, place.code, by_office=True)[1]))


def _steered(tx: Transaction, command: StartBatch | PauseBatch | StopBatch, *states: str) -> Any:
    """Return the batch, locked, if this person may steer it, and it is in one of the states that was seen."""
    batch = _batch(tx, command.batch_id, held="update")
    if not tx.actor.may(Right.RUN_COHORTS, batch.municipality_id):
        raise NotAllowed
    if batch.state not in states or command.seen not in (None, batch.state):
        raise NotInThisState
    return batch


def _batch(tx: Transaction, batch_id: UUID, *, held: str) -> Any:
    batch = batches.load(tx, batch_id, held=held)
    if batch is None:
        raise NotFound
    return batch


def _log(tx: Transaction, batch_id: UUID, kind: str, **body: Any) -> None:
    tx.log(f"runs/{batch_id}", kind, **body)


ROUTES = (
    Route(PlanBatch, plan_batch, sender=Sender.STAFF, result=BatchPlanned),
    Route(ChooseBatchEntries, choose_batch_entries, sender=Sender.SYSTEM),
    Route(StartBatch, start_batch, sender=Sender.STAFF),
    Route(PauseBatch, pause_batch, sender=Sender.STAFF),
    Route(StopBatch, stop_batch, sender=Sender.STAFF),
    Route(
        SettleBatchEntry,
        build=lambda use: settle_batch_entry(use.operations, use.settings.uploads),
        sender=Sender.SYSTEM,
    ),
    Route(PassBatchEntry, pass_batch_entry, sender=Sender.SYSTEM),
    Route(AdvanceBatch, advance_batch, sender=Sender.SYSTEM),
)
