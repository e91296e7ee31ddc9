"""Social and health programmes of a year, drafted and adopted; with the act they are in force.

Revision ID: 0009
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0009")
