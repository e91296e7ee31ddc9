"""Applications that are signed before they are filed.

Revision ID: 0051
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
