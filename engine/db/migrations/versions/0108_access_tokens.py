"""Tokens by which programs act for a person.

Revision ID: 0108
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0108"
down_revision = "0114"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
