"""Certificates printed at community centres.

Revision ID: 0089
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
