"""Pages of errors, kept so that a browser can load them again.

Revision ID: 0170
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0170"
down_revision = "0151"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
