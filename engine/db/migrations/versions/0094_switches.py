"""Modules and services are switched on and off from a day, by an act.

Revision ID: 0094
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0094"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
