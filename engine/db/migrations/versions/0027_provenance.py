"""Where the answers of an application came from, and what is disputed of them.

Revision ID: 0027
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
