"""Acting for others: mandates, and who filed for whom.

Revision ID: 0039
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
