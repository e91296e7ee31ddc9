"""Hours, closed days, reminders and the queue of community centres.

Revision ID: 0098
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
