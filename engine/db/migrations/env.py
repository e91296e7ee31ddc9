"""Runs Alembic's migrations over one connection.

Two programs may start at once, so an advisory lock lets one of them migrate while the other waits.
A migration that cannot get a table within seconds gives up rather than queueing every clerk behind it.
All that is missing is one transaction, with the functions: nobody sees half of a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from engine.db.migrate import apply_functions, become_owner, connected

# Any number will do, as long as no other program of the installation takes it.
_ONE_AT_A_TIME = 64_000_085


def run() -> None:
    with connected(context.config.attributes["database_url"]) as connection:
        become_owner(connection)
        # The other program may take its time; a table that somebody holds is given up after seconds.
        connection.execute(sa.text("set lock_timeout = 0"))
        connection.execute(sa.text("select pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        connection.execute(sa.text("reset lock_timeout"))
        connection.commit()
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
            # Those of this release need its tables.
            is_last = context.get_revision_argument() == context.get_head_revision()
            context.config.attributes["has_new_functions"] = is_last and apply_functions(connection)


run()
