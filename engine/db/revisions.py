"""Schema revisions: the database's own and this release's, without what applies migrations.

Every program asks when it starts, and Alembic takes longer to import than the question. Refuses to change
anything.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from engine.db import dsn, functions, limits, roles

VERSIONS: Final = Path(__file__).parent / "migrations" / "versions"
ASKED = "select to_regclass('public.alembic_version') is not null"
FOUND = "select version_num from public.alembic_version"


@dataclass(frozen=True)
class Schema:
    """Revision and functions of a schema, as its database states them."""

    revision: str  # empty before the first
    functions: tuple[str, ...] | None  # what was applied, the last is in force; None: it says nothing of them

    @property
    def is_unreleased(self) -> bool:
        """Whether it is of the time before the schema had a beginning."""
        return bool(self.revision) and self.functions is None

    @property
    def is_current(self) -> bool:
        """Whether revision and functions are those of this release."""
        return self.revision == newest() and (self.functions or ())[-1:] == (functions.digest(),)

    @property
    def is_older(self) -> bool:
        """Whether it lacks what this release relies on, and nothing but that has to be done."""
        if self.is_unreleased or self.revision not in {"", *known()}:
            return False
        # Functions that were applied once and are not in force are older than those that are.
        return self.revision != newest() or functions.digest() not in (self.functions or ())

    @property
    def is_newer(self) -> bool:
        """Whether a later release has changed it."""
        return not (self.is_unreleased or self.is_older or self.is_current)

    @property
    def why_unreleased(self) -> str:
        """What a person is told of data that nobody can bring over, and what to do."""
        return (
            f"The database has data of an earlier, unreleased version of MMS (schema {self.revision}), which "
            "can't be brought over. A demonstration begins anew: stop MMS, move its folder away (`var/`, or "
            "what MMS_HOME names), and start again. On a server of your own, name an empty database."
        )


def known() -> tuple[str, ...]:
    """Return the revisions of this release: each file begins with its own, in the order of application."""
    return tuple(sorted(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py")))


def newest() -> str:
    """Return the last revision of this release."""
    return known()[-1]


def read(connection: psycopg.Connection[Any]) -> Schema:
    """Return what the database says over this connection."""
    if connection.execute(ASKED).fetchone() != (True,):
        return Schema("", None)
    revision = max((row[0] for row in connection.execute(FOUND)), default="")
    return Schema(revision, functions.recorded(connection))


def found(address: str) -> Schema | None:
    """Return what the database says; None while it is away."""
    arguments = limits.connect_arguments({**limits.SERVER, "role": roles.RUNTIME})
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(dsn.conninfo(address, arguments), autocommit=True) as connection,
    ):
        return read(connection)
    return None
