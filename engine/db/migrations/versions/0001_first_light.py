"""Places, people, services, cases, work, registers, audit, access; procrastinate's own tables.

Revision ID: 0001
"""

from __future__ import annotations

from procrastinate.schema import SchemaManager

from engine.db.migrate import run, run_files

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run(SchemaManager.get_schema())
    run_files(revision)
