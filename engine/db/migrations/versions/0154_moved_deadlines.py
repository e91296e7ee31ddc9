"""How many deadlines a day off would move.

Revision ID: 0154
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0154"
down_revision = "0153"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
