"""Questions about announcements.

Revision ID: 0085
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0085"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
