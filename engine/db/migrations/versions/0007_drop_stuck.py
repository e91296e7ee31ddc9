"""Passing over a message or signal that broke a case.

Revision ID: 0007
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
