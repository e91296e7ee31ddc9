"""Renewing what proves signed documents.

Revision ID: 0055
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
