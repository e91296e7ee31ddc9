"""Bank details of a municipality, from a day on.

Revision ID: 0020
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0020")
