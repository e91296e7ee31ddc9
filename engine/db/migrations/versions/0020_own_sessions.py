"""Sessions that their person sees and ends; forms that were sent too late.

Revision ID: 0020
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
