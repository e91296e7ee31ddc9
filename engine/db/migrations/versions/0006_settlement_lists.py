"""Lists of high-mountain settlements that are proposed, and approved by a second person.

Revision ID: 0006
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0006")
