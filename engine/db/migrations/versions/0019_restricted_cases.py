"""Cases that a named few see.

Revision ID: 0019
"""

from __future__ import annotations

from engine.db import functions
from engine.db.migrate import run, run_files

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NEEDED_BY_POLICIES = ("hidden_cases",)


def upgrade() -> None:
    functions.define(run, NEEDED_BY_POLICIES)
    run_files("0019")
