"""The directory of services of community centres.

Revision ID: 0075
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0075"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
