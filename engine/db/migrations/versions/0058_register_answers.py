"""What state registers answered, as evidence of a case.

Revision ID: 0058
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
