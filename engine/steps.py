"""Steps of a case: load it, let the process layer move the tokens, record it in one statement.

Every handler that moves a case works with an `OpenCase`. The process layer says what opened and closed; what
waits becomes rows (`engine.cases.waits`), what happened chained events. It refuses to know who may act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from engine.audit.hash_chain import ChainedEvent, chain, for_whom
from engine.cases.explaining import grounds
from engine.cases.waits import rows_of
from engine.catalogue.published import Published, published
from engine.commands.cases import StepTaken
from engine.db.pool import Transaction
from engine.decisions import DecisionError
from engine.errors import Broken, CaseChanged, NotFound, Rejected, Stale
from engine.operations import clockwork
from engine.operations.operation import Operations
from engine.process import HostSpent, MoveRefused, NotWaiting, ProcessError, Run, SignalThrown, Step
from engine.scope import StepTooLong, World
from engine.stores import cases, messages, people
from engine.stores.cases import CaseRow, StepRecord
from feel import FeelError


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


@dataclass
class OpenCase:
    """A case loaded for one step, with everything that the step will record."""

    tx: Transaction
    row: CaseRow
    published: Published
    world: World
    operations: Operations
    run: Run | None = None
    events: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    has_set_clock: bool = False

    # What the process layer asks of its host.

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        with _spent_here():
            return self.world.evaluate(expression, scope)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> Any:
        with _spent_here():
            result = self.world.decide(decision_id, scope)
        self.record(
            "decision.evaluated",
            decision=decision_id,
            result=result.value,
            rules=[{"index": rule.index, "annotations": list(rule.annotations)} for rule in result.matched],
            **grounds(self.world, decision_id, scope),
        )
        return result.value

    def is_job(self, operation: str) -> bool:
        return self.operations.find(operation).is_job

    def perform(self, operation: str, inputs: dict[str, Any]) -> dict[str, Any]:
        with _spent_here():
            return self.operations.inline(operation)(self, inputs)

    # What handlers and operations do with it.

    def record(self, kind: str, **body: Any) -> None:
        """Add an event to the case's timeline; its words are under `events.<kind>` in the texts."""
        self.events.append((kind, body))

    def change(self, **columns: Any) -> None:
        """Change the case's own row with this step: status, reason, order number, dates."""
        self.world.changes.update(columns)

    def id_of(self, kind: str, token: str) -> UUID:
        """Return the id of what waits at a token; replaying the commands gives the same."""
        return uuid5(self.row.id, f"{kind}:{token}")

    def start(self, answers: dict[str, Any]) -> StepTaken:
        """Move a new case from its start event."""
        with _translated():
            self.run, step = Run.start(self.published.definition, self, {}, answers)
        return self._record(step)

    def act(
        self,
        move: Callable[[Run], Step],
        *,
        acted: str | None = None,
        answers: Mapping[str, Any] | None = None,
    ) -> StepTaken:
        """Record a step; `acted` is the token of the task a person finished. Raises `CaseChanged` where
        somebody else moved the case since it was loaded."""
        with _translated():
            self.run = Run.restore(self.published.definition, self, self.row.document, self.row.state)
            try:
                step = move(self.run)
            except Rejected:
                cases.refuse_overtaken(self.tx, self.row)  # then this is what comes first
                raise
        return self._record(step, acted=acted, answers=answers)

    def seen_at(self, token: str) -> dict[str, Any]:
        """Return what expressions see where a token waits."""
        run = Run.restore(self.published.definition, self, self.row.document, self.row.state)
        with _translated():
            return run.scope(token)

    def rehearse(self, token: str, answers: dict[str, Any]) -> dict[str, Any]:
        """Return the case's data as finishing a task would leave them; what operations write is taken back.

        What the step would change in the case's row stays in `world.changes`: this case is only looked at.
        """
        run = self.run = Run.restore(self.published.definition, self, self.row.document, self.row.state)
        with _translated(), suppress(_Rehearsed), self.tx.savepoint():
            run.complete(token, answers)
            raise _Rehearsed
        return run.document

    def save_in_place(self) -> StepTaken:
        """Record the notes and changes of a step in which no token moves."""
        return self._write(self._in_place())

    def save_beside(self) -> None:
        """Record the same at once, while the step of another case goes on, which brings the command's key."""
        if not cases.record(self.tx, self.row, self._in_place(), None, counted_with=self.world.counted_with):
            raise CaseChanged

    def _in_place(self) -> StepRecord:
        return StepRecord(
            state=self.row.state,
            patch={name: _plain(value) for name, value in self.world.changes.items()},
            events=self._chained(),
        )

    def _record(
        self, step: Step, *, acted: str | None = None, answers: Mapping[str, Any] | None = None
    ) -> StepTaken:
        assert self.run is not None
        moved = [visit.element for visit in step.path if visit.what == "left"]
        if moved:
            self.record("case.moved", path=moved)
        for signal in step.signals:
            self.record("signal.thrown", signal=signal.name)
        if step.finished:
            clockwork.stop(self)
            self.change(closed_at=self.tx.now)
            self.record("case.finished", end=step.end)
        opened = rows_of(self, step.opened)
        record = StepRecord(
            state=self.run.save(),
            written=_written(self.row.document, self.run.document),
            patch={name: _plain(value) for name, value in self.world.changes.items()},
            acted=acted,
            answers=answers,
            closed=step.closed,
            tasks=opened["task"],
            timers=opened["timer"],
            jobs=opened["job"],
            messages=opened["message"],
            events=self._chained(),
        )
        taken = self._write(record)
        for number, signal in enumerate(step.signals):
            self._throw(signal, self.id_of("signal", f"{self.row.version}:{number}"))
        return taken

    def _throw(self, signal: SignalThrown, signal_id: UUID) -> None:
        """Queue the signal for the other cases of the municipality; its own tokens have had it."""
        messages.throw_signal(
            self.tx,
            signal_id,
            municipality_id=self.row.municipality_id,
            name=signal.name,
            payload=signal.payload,
            case_id=self.row.id,
        )

    def _write(self, record: StepRecord) -> StepTaken:
        def write() -> None:
            counted_with = self.world.counted_with
            if not cases.record(self.tx, self.row, record, self.tx.kept, counted_with=counted_with):
                raise CaseChanged

        if self.tx.ahead is None:
            write()
        else:
            # At the end of the transaction, with what the key brought, it may be all that is written.
            self.tx.end_with(write)
        tasks = tuple(UUID(task["id"]) for task in record.tasks)
        return StepTaken(self.row.id, self.row.version + 1, tasks)

    def _chained(self) -> list[ChainedEvent]:
        head, links, actor = self.row.chain_head, [], self.tx.actor
        other = for_whom(actor)
        for number, (kind, body) in enumerate(self.events, start=self.row.event_count + 1):
            said = {**body, **other} if other else body
            link = chain(head, number, at=self.tx.now, actor_id=actor.person_id, kind=kind, body=said)
            links.append(link)
            head = link.hash
        return links


def new_case(
    tx: Transaction, operations: Operations, row: CaseRow, *, moment: datetime | None = None
) -> OpenCase:
    """Return a case that has just been inserted, ready to start."""
    version = published(tx, row.version_id)
    return OpenCase(tx, row, version, World(tx, row, version, moment), operations)


def open_case(
    tx: Transaction,
    operations: Operations,
    case_id: UUID,
    *,
    expected: int | None = None,
    moment: datetime | None = None,
) -> OpenCase:
    """Load a case to move it. `expected` is the version a person saw (optimistic locking), else `Stale`.

    `moment` is the legal instant of the step, where it is not the present.
    """
    row = cases.load(tx, case_id)
    if row is None:
        raise NotFound
    return taken_up(tx, operations, row, expected=expected, moment=moment)


def taken_up(
    tx: Transaction,
    operations: Operations,
    row: CaseRow,
    *,
    expected: int | None = None,
    moment: datetime | None = None,
) -> OpenCase:
    """Return a case that was read, ready to move; see `open_case`."""
    if expected is not None and row.version != expected:
        raise stale(tx, row.id)
    return new_case(tx, operations, row, moment=moment)


def stale(tx: Transaction, case_id: UUID) -> Stale:
    """Return the refusal that names who acted last, and when."""
    last = cases.last_step(tx, case_id)
    names = people.names(tx, {last.actor_id}) if last.actor_id else {}
    return Stale(who=names.get(last.actor_id), at=last.at, what=last.kind)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the leaf packages raise while a case moves into an invariant that failed."""
    try:
        yield
    except NotWaiting:
        # The row that named the token was read before somebody moved the case: read both again.
        raise CaseChanged from None
    except MoveRefused as error:
        raise Rejected(error.code, **error.params) from error
    except ProcessError as error:
        raise Broken(error.code, **error.params) from error
    except (FeelError, DecisionError) as error:
        raise Broken(error.code) from error


@contextmanager
def _spent_here() -> Iterator[None]:
    """Let the run say at which element the budget of the step was spent."""
    try:
        yield
    except StepTooLong as error:
        raise HostSpent(**error.params) from error


def _written(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step wrote into the document; what it let be is the very same object as before."""
    assert before.keys() <= after.keys()
    return {name: value for name, value in after.items() if value is not before.get(name, _written)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value
