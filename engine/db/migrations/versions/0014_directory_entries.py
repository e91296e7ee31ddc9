"""Entries of the directory of services: what was entered of each, from which day, by which act.

Revision ID: 0014
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0014")
