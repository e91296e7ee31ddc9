"""Powers of attorney.

Revision ID: 0045
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
