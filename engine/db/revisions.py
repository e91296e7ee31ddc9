"""The revision of the schema in a database, and that of this release, without what applies migrations.

Every program asks when it starts, and Alembic takes longer to import than the question. Refuses to change
anything.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg

from engine.db import dsn, limits, roles

VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"
ASKED = "select to_regclass('public.alembic_version') is not null"
FOUND = "select version_num from public.alembic_version"


def newest() -> str:
    """Return the last revision of this release: each file begins with its own, and they are in one line."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def found(address: str) -> str | None:
    """Return the revision that is in a database; empty before the first, None while it is away."""
    arguments = limits.connect_arguments({**limits.SERVER, "role": roles.RUNTIME})
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(dsn.conninfo(address, arguments), autocommit=True) as connection,
    ):
        if connection.execute(ASKED).fetchone() != (True,):
            return ""
        return max((row[0] for row in connection.execute(FOUND)), default="")
    return None
