"""What applicant and municipality write to each other beside the official letters.

Revision ID: 0018
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
