"""Whole registers as files that workers write.

Revision ID: 0015
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0015")
