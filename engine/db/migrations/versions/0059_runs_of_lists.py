"""Runs that the list of settlements causes.

Revision ID: 0059
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
