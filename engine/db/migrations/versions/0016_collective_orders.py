"""Applications that one order grants with others.

Revision ID: 0016
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0016")
