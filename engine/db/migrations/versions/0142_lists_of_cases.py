"""Indexes for lists of cases: what one may see of them, what is late, what has changed.

Revision ID: 0142
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0142"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
