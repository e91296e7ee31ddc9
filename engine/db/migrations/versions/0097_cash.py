"""Cash that community centres take for municipalities.

Revision ID: 0097
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0097"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
