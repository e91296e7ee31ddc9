"""How people want to hear of letters, and where nothing arrives.

Revision ID: 0026
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
