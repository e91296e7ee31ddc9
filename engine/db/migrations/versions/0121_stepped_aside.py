"""Who takes no part in a case.

Revision ID: 0121
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0121"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
