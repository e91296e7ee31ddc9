"""What municipalities own: things, their states and who has rights to them.

Revision ID: 0065
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
