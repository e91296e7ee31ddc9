"""What holds of tasks is looked at by the step that writes them.

Revision ID: 0035
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
