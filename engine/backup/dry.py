"""The dry run after a restore: some open cases of each kind move one step, in a transaction rolled back.

Whether a case's state can be read is checked for all of them by `engine.reconcile`; here the step
itself is tried, with everything it writes. Nothing is sent, queued or kept. Refuses to say whether
the step was the right one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine.bootstrap import Engine
from engine.commands.jobs import FireTimer
from engine.db.pool import Transaction
from engine.errors import Broken, CaseChanged, Contended, EngineError, Unavailable
from engine.handlers.timers import fire_timer
from engine.operations import ALL
from engine.queries import proving
from engine.reconcile.report import Checked
from engine.steps import OpenCase, open_case
from engine.tenancy import system

# Cases that are tried at each place where a case can stand.
MOST = 5


@dataclass(frozen=True)
class _Try:
    """Outcome of trying a step of a single case."""

    moved: bool
    note: str | None = None
    difference: str | None = None


def check(engine: Engine, tx: Transaction, *, most: int = MOST) -> Checked:
    """Move up to `most` open cases of each version at each place, and take every step back."""
    rows = proving.standing(tx, most=most)
    notes: Counter[str] = Counter()
    differences, moved = [], 0
    for row in rows:
        tried = _try(engine, row, proving.answers(tx, row.version_id, _element(row)))
        moved += tried.moved
        notes.update([tried.note] if tried.note else [])
        differences.extend([tried.difference] if tried.difference else [])
    return Checked(
        "open cases run on",
        f"{len(rows)} steps tried and taken back, {moved} moved on",
        tuple(differences),
        tuple(f"{note} ({times} times)" for note, times in sorted(notes.items())),
    )


def _try(engine: Engine, row: Any, answers: dict[str, Any] | None) -> _Try:
    # Nobody knows what this person, register or message would answer: then a refusal proves nothing.
    is_guess = answers is None if row.kind == "task" else row.kind in ("job", "message")
    where = f"case {row.number} at {row.token or 'its clock'}"
    try:
        _move(engine, row, answers or {})
    except (CaseChanged, Contended):
        return _Try(False, note="somebody moved the case meanwhile")
    except Unavailable:
        raise
    except EngineError as error:
        if isinstance(error, Broken) and not is_guess:
            return _Try(False, difference=f"{where}: the step fails ({error.error_code})")
        told = f"the {row.kind} {_element(row)} would not go on with what was tried: {error.error_code}"
        return _save_in_place(engine, row, told)
    except proving.NotRecorded as error:
        if not is_guess:
            return _Try(False, difference=f"{where}: the step can't be recorded ({error})")
        return _save_in_place(engine, row, f"the {row.kind} {_element(row)} needs an answer: {error}")
    except Exception as error:  # whatever a damaged record does to the code that reads it
        return _Try(False, difference=f"{where}: the step fails ({type(error).__name__}: {error})"[:300])
    return _Try(True)


def _save_in_place(engine: Engine, row: Any, told: str) -> _Try:
    """Record a step in which no token moves: that much every open case must be able to do."""
    try:
        with proving.taken_back(
            engine.connections.database, system(row.municipality_id), now=engine.clock.now()
        ) as tx:
            case = open_case(tx, ALL, row.case_id)
            case.record("job.retried", step=case.published.names, operation="")
            case.save_in_place()
    except Unavailable:
        raise
    except Exception as error:
        return _Try(False, difference=f"case {row.number}: nothing can be recorded ({type(error).__name__})")
    return _Try(False, note=told)


def _move(engine: Engine, row: Any, answers: dict[str, Any]) -> None:
    now = engine.clock.now()
    instant = max(now, row.due_at) if row.due_at is not None else now
    with proving.taken_back(engine.connections.database, system(row.municipality_id), now=instant) as tx:
        if row.kind == "timer":
            fire_timer(ALL)(FireTimer(row.id), tx)
        else:
            _act(open_case(tx, ALL, row.case_id), row, answers)


def _act(case: OpenCase, row: Any, answers: dict[str, Any]) -> None:
    token = row.token
    match row.kind:
        case "task":
            case.act(lambda run: run.complete(token, answers), acted=token, answers=answers)
        case "job":
            operation = ALL.find(_operation(case, token))
            case.act(lambda run: run.finish_job(token, dict.fromkeys(operation.outputs)))
        case _:
            case.act(lambda run: run.deliver(row.name, {}, token=token))


def _operation(case: OpenCase, token: str) -> str:
    element = case.published.definition.elements[token.rpartition(":")[0]]
    return element.operation or ""


def _element(row: Any) -> str:
    return row.token.rpartition(":")[0] if row.token else "clock"
