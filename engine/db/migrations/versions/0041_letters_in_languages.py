"""Letters and titles of acts in every language.

Revision ID: 0041
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
