"""What each cell of the directory rests on.

Revision ID: 0099
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0099"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
