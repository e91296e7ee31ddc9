"""What somebody else commits between two statements of a command."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from engine.commands.base import Command
from engine.tenancy import Actor
from tests.engine.bookkeeping import owner
from tests.engine.kit import Office

# A step of somebody else, as far as the case tells of it.
MOVED = "update cases set version = version + 1 where id = %s"


def sent_meanwhile(office: Office, command: Command, *changes: tuple[str, list[Any]], actor: Actor) -> Any:
    """Return what a command is told that looks before the changes, and reads its case after them.

    People are read with a case and with nothing that comes before it.
    """
    with owner(office) as other, ThreadPoolExecutor(1) as pool:
        other.execute("lock table people")
        for sql, values in changes:
            other.execute(sql, values)
        sent = pool.submit(office.engine.send, command, actor=actor)
        while not _somebody_waits(other):
            assert not sent.done(), "it has not read its case"
        other.commit()
        return sent.result()


def _somebody_waits(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute("select count(*) from pg_locks where not granted").fetchone() != (0,)
