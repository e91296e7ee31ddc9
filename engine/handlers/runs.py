"""Planning a run, steering it, and settling one entry of it after the other.

Each entry is settled in a transaction of its own, so that nobody who works beside a run waits longer for it
than for a colleague. Whatever happens twice finds the entry settled; the id of its case follows from the run
and the entry, so the table of cases itself refuses a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from engine.cases.ex_officio import Motion, open_about
from engine.clock import local_date
from engine.commands import (
    ChooseRunEntries,
    PassRunEntry,
    PauseRun,
    PlanRun,
    RunPlanned,
    SettleRunEntry,
    StartRun,
    StopRun,
    TurnRun,
)
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound, Rejected
from engine.offers import offered
from engine.operations.operation import Operations
from engine.registers.cohorts import CHANGED, NOT_MEANT, Chooser, Cohort, checked_condition, cohort_of
from engine.roles import Right
from engine.stores import people, reference, runs, units

LOOKED_AT_ONCE: Final = 500
TRIED: Final = 20


class GroundMissing(Rejected):
    """A run rests on a ground, which has to be named."""

    code = "run.ground_missing"


class UnitUnknown(Rejected):
    """The municipality has no such unit."""

    code = "run.unit_unknown"


class AnotherRuns(Rejected):
    """Another run of the municipality opens cases now, and one at a time is enough."""

    code = "run.another_runs"


class NotInThisState(Rejected):
    """The run is not where this could be done."""

    code = "run.not_in_this_state"


def plan_run(command: PlanRun, tx: Transaction) -> RunPlanned:
    """Keep the plan and let a worker choose the entries."""
    municipality, version = offered(tx, command.service, command.municipality, by_office=True)
    if not tx.actor.may(Right.RUN_COHORTS, municipality.id):
        raise NotAllowed
    if not command.ground.strip():
        raise GroundMissing
    if command.unit is not None and command.unit not in units.codes(tx, municipality.id):
        raise UnitUnknown
    cohort, run_id = cohort_of(version), uuid4()
    condition = checked_condition(command.condition, cohort)
    runs.insert(
        tx,
        id=run_id,
        municipality_id=municipality.id,
        service=version.code,
        register=cohort.register["code"],
        condition=condition,
        unit=command.unit,
        ground=command.ground.strip(),
        planned_by=tx.actor.person_id,
    )
    if condition:
        _try(tx, run_id, cohort)
    _log(tx, run_id, "run.planned", service=version.code, condition=condition, unit=command.unit)
    runs.queue(tx, runs.CHOOSING, run_id, municipality.id)
    return RunPlanned(run_id)


def _try(tx: Transaction, run_id: UUID, cohort: Cohort) -> None:
    """Hold a few entries against the condition, so that who wrote it learns at once what is wrong with it."""
    run = _run(tx, run_id, held="")
    chooser = Chooser(tx, run, cohort)
    for row in runs.candidates(tx, run, place=cohort.place, on=local_date(tx.now), limit=TRIED):
        chooser.try_on(row)


def choose_run_entries(command: ChooseRunEntries, tx: Transaction) -> bool:
    """Hold the next entries against the condition; True where more are left."""
    run = _run(tx, command.run_id, held="update")
    if run.state != "choosing":
        return False
    chooser = _chooser(tx, run)
    today = local_date(tx.now)
    rows = runs.candidates(tx, run, place=chooser.cohort.place, on=today, limit=LOOKED_AT_ONCE)
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
    runs.choose(tx, run, chosen)
    is_over = len(rows) < LOOKED_AT_ONCE
    last = rows[-1].id if rows else run.looked_to
    runs.looked(tx, run.id, count=len(rows), last=last, state="planned" if is_over else "choosing")
    return not is_over


def start_run(command: StartRun, tx: Transaction) -> None:
    """Let workers begin, or go on."""
    run = _steered(tx, command, "planned", "paused")
    if not runs.start(tx, run):
        raise AnotherRuns
    _log(tx, run.id, "run.started")
    runs.queue(tx, runs.WORKING, run.id, run.municipality_id)


def pause_run(command: PauseRun, tx: Transaction) -> None:
    """Open no more cases; one that is being opened at this moment is waited for."""
    run = _steered(tx, command, "running")
    runs.pause(tx, run.id)
    _log(tx, run.id, "run.paused")


def stop_run(command: StopRun, tx: Transaction) -> None:
    """End the run for good; cases that were opened stay."""
    run = _steered(tx, command, "choosing", "planned", "running", "paused")
    passed = runs.stop(tx, run.id)
    _log(tx, run.id, "run.stopped", passed=passed)


def settle_run_entry(
    operations: Operations, limits: UploadLimits
) -> Callable[[SettleRunEntry, Transaction], bool]:
    """Return the handler: open the case of one entry, or say why not; False where the run does not go on."""

    def handle(command: SettleRunEntry, tx: Transaction) -> bool:
        run = _run(tx, command.run_id, held="share")
        if run.state != "running":
            return False
        entry = runs.entry(tx, run.id, command.entry_id)
        if entry is None or entry.outcome != "waiting":
            return True
        place = reference.municipality_by_id(tx, run.municipality_id)
        municipality, version = offered(tx, run.service_code, place.code, by_office=True)
        chooser = Chooser(tx, run, cohort_of(version))
        row = runs.candidate(tx, run, entry.entry_id, place=chooser.cohort.place, on=local_date(tx.now))
        if reason := _against(chooser, row):
            runs.passed(tx, run.id, entry.entry_id, reason)
            return True
        case_id = uuid5(run.id, str(entry.entry_id))
        motion = Motion(
            answers=chooser.answers(row),
            opened_by=run.started_by,
            said=("case.opened_by_run", {"run": str(run.id), "ground": run.ground}),
            case_id=case_id,
        )
        open_about(
            tx,
            operations,
            limits,
            version=version,
            municipality=municipality,
            person=people.person(tx, row.person_id),
            motion=motion,
        )
        runs.opened(tx, run.id, entry.entry_id, case_id)
        return True

    return handle


def pass_run_entry(command: PassRunEntry, tx: Transaction) -> None:
    """Note what stood against one case, so that the others go on."""
    runs.passed(tx, command.run_id, command.entry_id, command.code)


def turn_run(command: TurnRun, tx: Transaction) -> None:
    """Queue what is left of a run that goes on, or end it."""
    run = _run(tx, command.run_id, held="update")
    if run.state != "running":
        return
    if runs.waiting(tx, run.id, limit=1):
        runs.queue(tx, runs.WORKING, run.id, run.municipality_id)
    else:
        runs.end(tx, run.id)
        _log(tx, run.id, "run.done")


def _against(chooser: Chooser, row: Any) -> str | None:
    """Return what has come against the case of an entry since it was chosen."""
    if row is None:
        return CHANGED
    return chooser.hindrance(row) or (None if chooser.is_meant(row) else NOT_MEANT)


def _chooser(tx: Transaction, run: Any) -> Chooser:
    place = reference.municipality_by_id(tx, run.municipality_id)
    return Chooser(tx, run, cohort_of(offered(tx, run.service_code, place.code, by_office=True)[1]))


def _steered(tx: Transaction, command: StartRun | PauseRun | StopRun, *states: str) -> Any:
    """Return the run, held, if this person may steer it and it is in one of the states, and that was seen."""
    run = _run(tx, command.run_id, held="update")
    if not tx.actor.may(Right.RUN_COHORTS, run.municipality_id):
        raise NotAllowed
    if run.state not in states or command.seen not in (None, run.state):
        raise NotInThisState
    return run


def _run(tx: Transaction, run_id: UUID, *, held: str) -> Any:
    run = runs.load(tx, run_id, held=held)
    if run is None:
        raise NotFound
    return run


def _log(tx: Transaction, run_id: UUID, kind: str, **body: Any) -> None:
    tx.log(f"runs/{run_id}", kind, **body)
