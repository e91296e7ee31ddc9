"""Publications for some municipalities, with a note; publications that are taken back.

Revision ID: 0091
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0091"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
