"""What two directors file together.

Revision ID: 0050
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
