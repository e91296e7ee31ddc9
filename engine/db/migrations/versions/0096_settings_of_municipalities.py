"""How papers of a municipality look, how far it is rolled out, what its council sets, figures of all.

Revision ID: 0096
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0096"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
