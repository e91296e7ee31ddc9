"""Permits are read by everybody, without the people.

Revision ID: 0070
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
