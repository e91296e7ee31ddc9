"""Municipalities have the court in which their acts are contested.

Revision ID: 0004
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0004")
