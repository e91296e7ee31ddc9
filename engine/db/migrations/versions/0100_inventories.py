"""Inventories of property: what is to be counted, what was found of it, and what nobody had entered.

Revision ID: 0100
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0100"
down_revision = "0115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
