"""Reference data by acts: lists of settlements and what each changed, entries of centres, plans of zones.

Revision ID: 0007
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0007")
