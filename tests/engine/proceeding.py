"""Cases that ask for others: in an office whose one service is opened by its case officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.commands.applications import OpenProceeding
from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

QUEUED = "select args from procrastinate_jobs where task_name = 'open_proceeding' order by id"


def opening(person: str = CITIZEN) -> OpenProceeding:
    return OpenProceeding("permits.note", "keda", person, {"note": "what is known"})


def asked(office: Office, *, person: str = CITIZEN) -> tuple[UUID, dict[str, Any]]:
    """Let a case ask for another one; return its id, and what was queued."""
    asking: UUID = office.engine.send(opening(), actor=office.staff("specialist")).case_id
    database, now = office.engine.connections.database, office.clock.now()
    with database.transaction(system(office.place()), now=now) as tx:
        case = open_case(tx, ALL, asking)
        inputs = {"service": "permits.note", "person": person, "answers": {"note": "n", "nothing": None}}
        ALL.inline("case.start")(case, inputs)
        case.save_in_place()
        return asking, tx.all(QUEUED)[-1].args
