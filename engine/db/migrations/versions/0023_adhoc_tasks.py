"""Ad hoc tasks: questions on a case to a colleague or an office.

Revision ID: 0023
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0023")
