"""Lines of budgets, and what cases ask of them.

Revision ID: 0061
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
