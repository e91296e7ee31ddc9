"""Let the statements of a completion keep plans that don't depend on how full the tables were.

Revision ID: 0009
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
