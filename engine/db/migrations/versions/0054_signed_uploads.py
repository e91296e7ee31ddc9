"""What signatures on uploads were worth when they came.

Revision ID: 0054
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
