"""Reminding of the planned end of a state.

Revision ID: 0060
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
