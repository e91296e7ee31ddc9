"""When other systems last answered, and since when they do not.

Revision ID: 0171
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
