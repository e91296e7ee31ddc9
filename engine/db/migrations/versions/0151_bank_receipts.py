"""Receipts of banks, each for one payment.

Revision ID: 0151
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0151"
down_revision = "0154"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
