"""A timer is read together with its case.

Revision ID: 0079
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0079"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
