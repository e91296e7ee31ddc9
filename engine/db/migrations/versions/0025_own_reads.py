"""Who has looked at a person's cases, for that person.

Revision ID: 0025
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
