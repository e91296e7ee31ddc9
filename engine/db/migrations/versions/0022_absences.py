"""Absences of officials and their substitutes.

Revision ID: 0022
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0022")
