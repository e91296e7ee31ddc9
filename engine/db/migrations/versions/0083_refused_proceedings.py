"""Cases that others ask for and that are refused: an incident of the case that asked.

Revision ID: 0083
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0083"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
