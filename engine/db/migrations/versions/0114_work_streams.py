"""Whose the steps of a case were, as a chain beside it.

Revision ID: 0114
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0114"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
