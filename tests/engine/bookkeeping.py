"""A client's ledger, the owner's connection, and reconciling them with an office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.db.roles import ADMINISTRATOR
from engine.reconcile import Checked, reconcile
from tests.databases import as_role
from tests.engine.kit import CITIZEN, Office


class Ledger:
    """A client that writes down what it asked and what it was told."""

    def __init__(self, office: Office, file: Path) -> None:
        self.office = office
        self.file = file
        self.lines: list[dict[str, Any]] = []

    def write(self, **fields: Any) -> None:
        self.lines.append(fields)
        self.file.write_text("".join(f"{json.dumps(line)}\n" for line in self.lines))

    def filed(self, *, by: str = CITIZEN) -> UUID:
        key = uuid4()
        self.write(key=str(key), command="FileApplication", person=by, state="sent", marked=True)
        done = self.office.file(by=by, key=key, note=str(key))
        self.write(
            **{**self.lines[-1], "state": "acknowledged", "case_id": str(done.case_id), "number": done.number}
        )
        return done.case_id

    def claimed(self, case_id: UUID) -> None:
        task, key = self.office.task(case_id), uuid4()
        self.office.engine.send(ClaimTask(task.id), actor=self.specialist, key=key)
        self._told("ClaimTask", key, task_id=str(task.id))

    def completed(self, case_id: UUID) -> None:
        task, key = self.office.task(case_id), uuid4()
        done = self.office.engine.send(CompleteTask(task.id, {"good": True}), actor=self.specialist, key=key)
        self._told("CompleteTask", key, task_id=str(task.id), case_id=str(case_id), version=done.version)

    def withdrawn(self, case_id: UUID) -> None:
        key, by = uuid4(), self.lines[-1]["person"]
        self.office.engine.send(WithdrawCase(case_id), actor=self.office.person(by), key=key)
        self._told("WithdrawCase", key, person=by, case_id=str(case_id))

    @property
    def specialist(self) -> Any:
        return self.office.staff("specialist")

    def _told(self, command: str, key: UUID, *, person: str = "00000002002", **more: Any) -> None:
        self.write(key=str(key), command=command, person=person, state="acknowledged", **more)

    def check(self) -> Checked:
        return found(self.office, self.file)[-1]

    def difference(self) -> str:
        (difference,) = self.check().differences
        return difference


def owner(office: Office) -> psycopg.Connection[Any]:
    """Return a connection that may do what nobody may do."""
    connection = psycopg.connect(as_role(office.engine.settings.owner_url, ADMINISTRATOR))
    connection.execute("set session_replication_role = replica")  # foreign keys can be broken too
    return connection


def found(office: Office, ledger_file: Path | None = None) -> tuple[Checked, ...]:
    return tuple(reconcile(office.engine, ledger_file=ledger_file))
