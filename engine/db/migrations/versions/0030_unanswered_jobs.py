"""Count what another system left unanswered, apart from what failed here.

Revision ID: 0030
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0030"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
