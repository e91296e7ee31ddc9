"""Visits to community centres: what was given, and what came of it.

Revision ID: 0076
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
