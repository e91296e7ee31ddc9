"""Tasks know which item of a multi-instance they are about.

Revision ID: 0002
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0002")
