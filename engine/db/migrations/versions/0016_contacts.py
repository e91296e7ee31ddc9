"""Confirmed contacts, one-time codes and how surely a person is known.

Revision ID: 0016
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
