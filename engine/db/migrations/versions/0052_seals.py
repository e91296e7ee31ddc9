"""Acts with the seal of their municipality.

Revision ID: 0052
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
