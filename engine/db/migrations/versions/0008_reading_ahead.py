"""One statement reads all a completion needs, one writes all it changes.

Revision ID: 0008
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
