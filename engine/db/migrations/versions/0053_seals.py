"""Acts with the seal of their municipality.

Revision ID: 0053
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
