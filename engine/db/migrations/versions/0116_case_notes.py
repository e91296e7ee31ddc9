"""Notes of the office on a case.

Revision ID: 0116
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0116"
down_revision = "0126"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
