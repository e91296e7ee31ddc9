"""Certificates of register entries, checked by a code, and how often an address asks.

Revision ID: 0022
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
