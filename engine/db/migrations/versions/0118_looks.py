"""When somebody last looked at a list, and what changed in it since.

Revision ID: 0118
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0118"
down_revision = "0104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
