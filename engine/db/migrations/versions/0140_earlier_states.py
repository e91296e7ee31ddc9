"""What files of drafts said before.

Revision ID: 0140
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
