"""Forms of tasks that are saved without finishing.

Revision ID: 0019
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
