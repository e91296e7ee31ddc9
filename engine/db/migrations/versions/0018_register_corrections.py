"""Corrections of register entries by two officials.

Revision ID: 0018
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0018")
