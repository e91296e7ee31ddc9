"""A client's ledger: what it asked, and what it was told.

JSON lines, one object each, in the order of writing; several lines about one key add up:
    {"key": …, "command": "FileApplication", "person": personal number, "state": "sent"}
    {"key": …, "state": "acknowledged", "case_id": …, "number": …, "task_id": …, "version": …}
`state` ends as `acknowledged` (it must be there once), `refused` (it must not be there) or stays
`sent` (nobody knows: it may be there once). An application that lets its case send a message or throw a
signal says so: `"sends": the other case's key`, `"throws": the signal`; then each must be there once.
Money says which order it paid, as the treasury told it: `"command": "Pay", "order": …, "paid_tetri": …`; its
key is the client's own. It must have come in once, for what was asked or to be returned; an order that the
treasury `refused` must not have.
A client that writes its key into a text of its answers says `"marked": true`; then the answers are
counted too, which needs no trust in our own keys.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from engine import canonical
from engine.db.pool import Transaction
from engine.queries import reconciling
from engine.reconcile.report import Checked

DONE = 1
CAME_IN = frozenset({"paid", "to_return", "returned"})
_MARK = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Entry:
    """Entry of a client's ledger: what it knows of one command."""

    key: UUID
    command: str
    person: str
    state: str
    case_id: UUID | None = None
    number: str | None = None
    task_id: UUID | None = None
    version: int | None = None
    is_marked: bool = False
    sends: str | None = None
    throws: str | None = None
    order: UUID | None = None
    paid_tetri: int | None = None

    def __str__(self) -> str:
        return f"{self.command} {self.key} of {self.person} ({self.state})"


def read(file: Path) -> tuple[Entry, ...]:
    """Return the entries of a ledger, in the order in which they began."""
    merged: dict[str, dict[str, Any]] = {}
    for line in file.read_text().splitlines():
        fields = json.loads(line)
        merged.setdefault(fields["key"], {}).update(fields)
    return tuple(map(_entry, merged.values()))


def _entry(fields: dict[str, Any]) -> Entry:
    def uuid_of(name: str) -> UUID | None:
        return UUID(fields[name]) if fields.get(name) else None

    return Entry(
        UUID(fields["key"]),
        fields["command"],
        fields["person"],
        fields["state"],
        case_id=uuid_of("case_id"),
        number=fields.get("number"),
        task_id=uuid_of("task_id"),
        version=fields.get("version"),
        is_marked=bool(fields.get("marked")),
        sends=fields.get("sends"),
        throws=fields.get("throws"),
        order=uuid_of("order"),
        paid_tetri=fields.get("paid_tetri"),
    )


def check(tx: Transaction, entries: tuple[Entry, ...]) -> Checked:
    """Compare a ledger with what is stored."""
    books = _Books(tx, entries)
    states = Counter(entry.state for entry in entries)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    kinds = Counter(entry.command for entry in entries if entry.state == "acknowledged")
    which = ", ".join(f"{number} {command}" for command, number in sorted(kinds.items()))
    differences = [f"{entry}: {difference}" for entry in entries for difference in books.differences(entry)]
    return Checked("ledger", f"{len(entries)} commands: {told} ({which})", tuple(differences))


class _Books:
    """Stored rows about the commands of a ledger."""

    def __init__(self, tx: Transaction, entries: tuple[Entry, ...]) -> None:
        self.rows: dict[UUID, list[Any]] = {}
        for row in reconciling.keys(tx, [entry.key for entry in entries]):
            self.rows.setdefault(row.key, []).append(row)
        self.cases = reconciling.ledger_cases(tx, _present(entry.case_id for entry in entries))
        self.tasks = reconciling.ledger_tasks(tx, _present(entry.task_id for entry in entries))
        self.marks: Counter[tuple[str, str]] = Counter()
        for row in reconciling.written(tx):
            self.marks.update((row.command, mark) for mark in set(_MARK.findall(row.answers)))
        told = _present(entry.case_id for entry in entries if entry.sends or entry.throws)
        self.told_others = {(row.case_id, row.what): row.times for row in reconciling.told_others(tx, told)}
        self.orders = reconciling.orders(tx, _present(entry.order for entry in entries))
        released = (entry.task_id for entry in entries if entry.command == "ReleaseTask")
        self.released = {task_id for task_id in released if task_id is not None}

    def differences(self, entry: Entry) -> Iterator[str]:
        if entry.order is not None:
            yield from self._money(entry)
            return
        rows = self.rows.get(entry.key, [])
        if len(rows) > 1:
            yield f"it was carried out {len(rows)} times, for different people"
        if any(row.command != entry.command or row.personal_number != entry.person for row in rows):
            yield "its key belongs to another command or person"
        if entry.is_marked:
            yield from self._marked(entry, self.marks[entry.command, str(entry.key)])
        if entry.state == "refused" and rows:
            yield "it was refused and is there all the same"
        if entry.state == "acknowledged":
            if not rows:
                yield "it was acknowledged and is not there"
            else:
                yield from self._told(entry, canonical.loads(rows[0].result.encode()))

    def _money(self, entry: Entry) -> Iterator[str]:
        """Compare what the treasury took with what came in."""
        order = self.orders.get(entry.order) if entry.order else None
        came_in = order.paid_tetri if order is not None and order.state in CAME_IN else None
        if order is None:
            yield f"order {entry.order} does not exist"
        elif entry.state == "acknowledged" and came_in != entry.paid_tetri:
            yield f"the treasury took {entry.paid_tetri} tetri for order {entry.order}, {came_in} came in"
        elif entry.state == "refused" and came_in is not None:
            yield f"the treasury took nothing for order {entry.order}, {came_in} tetri came in"

    def _marked(self, entry: Entry, times: int) -> Iterator[str]:
        least, most = {"acknowledged": (1, 1), "refused": (0, 0)}.get(entry.state, (0, 1))
        if not least <= times <= most:
            yield f"its answers are there {times} times"

    def _told(self, entry: Entry, result: Any) -> Iterator[str]:
        """Compare what the client was told with what is stored now."""
        content = (result or {}).get("content", {})
        case = entry.case_id and self.cases.get(entry.case_id)
        if entry.case_id is not None and case is None:
            yield f"case {entry.number or entry.case_id} does not exist"
        elif entry.case_id is not None and content and UUID(content["case_id"]) != entry.case_id:
            yield "its key brought another case"
        if case and entry.number is not None and case.number != entry.number:
            yield f"the client was told {entry.number}, the case has {case.number}"
        if case and entry.version is not None and case.version < entry.version:
            yield f"the client saw version {entry.version}, the case has {case.version}"
        for what in filter(None, (entry.sends, entry.throws)):
            times = self.told_others.get((entry.case_id, what), 0)
            if times != 1:
                yield f"its case told {what} {times} times"
        if entry.command == "WithdrawCase" and case and (case.reason, case.withdrawals) != ("withdrawn", 1):
            yield f"the case was withdrawn {case.withdrawals} times and is {case.reason}"
        if entry.task_id is not None:
            yield from self._task(entry)

    def _task(self, entry: Entry) -> Iterator[str]:
        task = self.tasks.get(entry.task_id) if entry.task_id else None
        if task is None:
            yield f"task {entry.task_id} does not exist"
        elif entry.command == "CompleteTask" and (task.state, task.closed_by) != (DONE, entry.person):
            yield "the task was not completed by this person"
        elif (
            entry.command == "ClaimTask" and task.id not in self.released and task.claimed_by != entry.person
        ):
            yield "the task is not claimed by this person"


def _present(ids: Iterable[UUID | None]) -> list[UUID]:
    return sorted({case_id for case_id in ids if case_id is not None})
