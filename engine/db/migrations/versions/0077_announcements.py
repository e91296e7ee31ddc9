"""Announcements, and what people answered to them.

Revision ID: 0077
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
