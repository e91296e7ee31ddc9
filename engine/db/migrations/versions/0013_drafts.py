"""Drafts that are filled in on several devices, and that expire.

Revision ID: 0013
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
