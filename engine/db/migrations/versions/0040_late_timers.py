"""Counting the timers that nobody fires.

Revision ID: 0040
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
