"""Tasks have a priority.

Revision ID: 0011
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
