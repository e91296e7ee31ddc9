"""Uploads of people, apart from the documents of cases.

Revision ID: 0030
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
