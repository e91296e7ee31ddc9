"""What people say of pages and services.

Revision ID: 0033
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
