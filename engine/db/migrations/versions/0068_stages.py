"""A case shows the stages before and after it.

Revision ID: 0068
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
