"""Parts of lists under a name.

Revision ID: 0119
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0119"
down_revision = "0122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
