"""Filing without an account, and following the case by a code.

Revision ID: 0031
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
