"""What the civil registry said to those who name others in a form.

Revision ID: 0024
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
