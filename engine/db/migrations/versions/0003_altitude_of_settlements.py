"""Settlements know how high they lie.

Revision ID: 0003
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0003")
