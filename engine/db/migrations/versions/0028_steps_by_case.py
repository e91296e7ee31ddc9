"""A step finds its tasks by their case, and a case without open clocks ends without looking for them.

Revision ID: 0028
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
