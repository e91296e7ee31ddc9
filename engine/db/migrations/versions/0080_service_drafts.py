"""Drafts of services: what analysts change before anything is published.

Revision ID: 0080
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
