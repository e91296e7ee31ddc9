"""Office hours of a municipality, from a day on.

Revision ID: 0010
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0010")
