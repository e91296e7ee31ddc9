"""Cases of one household stand beside each other.

Revision ID: 0063
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
