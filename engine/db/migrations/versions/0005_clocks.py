"""Clocks of stages, extensions, restarts, reminders, and due timers claimed in batches.

Revision ID: 0005
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
