"""Columns of lists that a person has chosen, and conditions of saved lists.

Revision ID: 0017
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0017")
