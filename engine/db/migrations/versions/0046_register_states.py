"""States of register entries, and the history that they make.

Revision ID: 0046
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
