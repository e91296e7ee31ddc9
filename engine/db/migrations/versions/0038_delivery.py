"""When and how a letter reached the applicant.

Revision ID: 0038
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
