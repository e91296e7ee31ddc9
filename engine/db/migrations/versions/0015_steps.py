"""The events of a step are one row, and a step is read and recorded by functions that check once.

Revision ID: 0015
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
