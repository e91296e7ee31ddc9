"""Tables of property bring the rights that others have.

Revision ID: 0133
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0133"
down_revision = "0119"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
