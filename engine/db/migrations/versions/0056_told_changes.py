"""What consumers of registers are told of their entries.

Revision ID: 0056
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
