"""Codes by which guests come back.

Revision ID: 0049
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
