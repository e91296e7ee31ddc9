"""Count what another system left unanswered, apart from what failed here.

Revision ID: 0006
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
