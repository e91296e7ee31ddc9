"""Who may record a step is decided once; timers are read and counted like completions.

Revision ID: 0010
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
