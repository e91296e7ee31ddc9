"""In which languages a municipality offers its services.

Revision ID: 0153
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0153"
down_revision = "0160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
