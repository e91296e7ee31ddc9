"""Letters that a community centre hands over.

Revision ID: 0086
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0086"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
