"""Which installation a database belongs to, so that machines which don't belong to it are refused.

Revision ID: 0180
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0180"
down_revision = "0171"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
