"""Entries of registers are found by folded words and listed by name.

Revision ID: 0008
"""

from __future__ import annotations

from alembic import op

from engine.db import entry_words
from engine.db.migrate import run_files

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0008")
    entry_words.fill(op.get_bind())
