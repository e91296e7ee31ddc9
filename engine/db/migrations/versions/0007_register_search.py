"""Entries of registers are found by folded words and listed by name.

Revision ID: 0007
"""

from __future__ import annotations

from alembic import op

from engine.db import entry_words
from engine.db.migrate import run_files

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0007")
    entry_words.fill(op.get_bind())
