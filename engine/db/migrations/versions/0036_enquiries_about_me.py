"""Enquiries about a person, where they see who looked.

Revision ID: 0036
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
