"""Telling applicants that something waits for them.

Revision ID: 0034
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
