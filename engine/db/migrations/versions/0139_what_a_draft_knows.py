"""What a draft knows of its service, and publications by what was in force where.

Revision ID: 0139
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0139"
down_revision = "0142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
