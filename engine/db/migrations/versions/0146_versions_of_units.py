"""Which version of a unit somebody renames.

Revision ID: 0146
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0146"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
