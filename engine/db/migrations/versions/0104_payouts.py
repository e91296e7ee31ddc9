"""What the treasury was ordered to pay, and for which sub-programme.

Revision ID: 0104
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0104"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
