"""Appointments at community centres.

Revision ID: 0088
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0088"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
