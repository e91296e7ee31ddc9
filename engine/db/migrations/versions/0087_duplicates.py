"""Warnings before something is filed twice.

Revision ID: 0087
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
