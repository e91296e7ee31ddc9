"""What cases ask people to pay, and how it was paid.

Revision ID: 0014
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
