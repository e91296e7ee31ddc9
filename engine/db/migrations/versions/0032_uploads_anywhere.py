"""Uploads that no municipality is known for yet.

Revision ID: 0032
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
