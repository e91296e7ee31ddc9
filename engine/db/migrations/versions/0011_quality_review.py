"""Decisions by tables, and samples of decisions that heads review.

Revision ID: 0011
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0011")
