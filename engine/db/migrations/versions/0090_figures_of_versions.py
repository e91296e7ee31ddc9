"""Figures of versions for those who draw and publish services.

Revision ID: 0090
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0090"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
