"""Drafts of services for the card alone are not seen by a session by one-time code.

Revision ID: 0029
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
