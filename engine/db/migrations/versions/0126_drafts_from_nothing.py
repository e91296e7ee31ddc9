"""Drafts of services that were never drawn, and files that go out of a draft.

Revision ID: 0126
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0126"
down_revision = "0124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
