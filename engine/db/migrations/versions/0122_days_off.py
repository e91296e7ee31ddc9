"""By which act a day off was declared.

Revision ID: 0122
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
