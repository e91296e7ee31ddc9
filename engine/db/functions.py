"""Repeatable migrations: the functions of the database, one file each, applied anew when a file has changed.

A change of a function is an edit of its file. Where the arguments or the result change, `create or replace`
is not enough: a revision drops the old function, before the files are applied (`drop function if exists`, for
a new database never had it). The same goes for one that is no more. Refuses to know migrations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg

FILES: Final = Path(__file__).parent / "schema" / "functions"
HAS_RECORDS = "select to_regclass('public.schema_functions') is not null"
RECORDS = "select digest from public.schema_functions order by number"
RECORD = "insert into public.schema_functions (digest) values (%s)"
UNCHECKED, CHECKED = "set local check_function_bodies = off", "set local check_function_bodies = on"


@cache
def digest() -> str:
    """Return the digest of the files of this release."""
    found = hashlib.sha256()
    for path in sorted(FILES.glob("*.sql")):
        content = path.read_bytes()
        found.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def recorded(connection: psycopg.Connection[Any]) -> tuple[str, ...] | None:
    """Return the digests that were applied, the last is in force; None where there is no record of them."""
    if connection.execute(HAS_RECORDS).fetchone() != (True,):
        return None
    return tuple(row[0] for row in connection.execute(RECORDS))


def apply(connection: psycopg.Connection[Any]) -> bool:
    """Apply all functions if those in force are others, and say whether they were; within a transaction."""
    if (recorded(connection) or ())[-1:] == (digest(),):
        return False
    # The first time unchecked, for they name one another; the second time each is checked.
    define(connection.execute)
    connection.execute(CHECKED)
    for text in _texts():
        connection.execute(text.encode())
    connection.execute(RECORD, [digest()])
    return True


def define(run: Callable[[Any], object], names: Iterable[str] | None = None) -> None:
    """Create or replace functions, all or those that are named, whatever they name themselves."""
    run(UNCHECKED)
    for text in _texts(names):
        run(text)
    run(CHECKED)


def _texts(names: Iterable[str] | None = None) -> list[str]:
    found = sorted(FILES.glob("*.sql")) if names is None else [FILES / f"{name}.sql" for name in names]
    return [path.read_text() for path in found]
