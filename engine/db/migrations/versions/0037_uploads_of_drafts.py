"""Uploads of drafts that are gone.

Revision ID: 0037
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
