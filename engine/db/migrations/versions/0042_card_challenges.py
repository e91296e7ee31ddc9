"""Challenges that cards answer to.

Revision ID: 0042
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
