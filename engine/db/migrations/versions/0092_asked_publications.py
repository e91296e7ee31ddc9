"""Publications that an analyst has asked for, and who has looked at what differs.

Revision ID: 0092
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0092"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
