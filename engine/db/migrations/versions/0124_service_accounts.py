"""Programs that act for a municipality and are nobody's.

Revision ID: 0124
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0124"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
