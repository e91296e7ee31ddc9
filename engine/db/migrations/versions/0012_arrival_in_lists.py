"""Lists of tasks by the instant at which a task arrived.

Revision ID: 0012
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0012")
