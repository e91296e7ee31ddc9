"""What the civil registry tells of people, and what followed.

Revision ID: 0057
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
