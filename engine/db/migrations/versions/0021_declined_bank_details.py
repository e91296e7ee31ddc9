"""Proposals of bank details that were declined.

Revision ID: 0021
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0021")
