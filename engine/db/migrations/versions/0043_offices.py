"""Offices are given by acts.

Revision ID: 0043
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
