"""Identities at OpenID providers, and sessions that such a provider opened and may end.

Revision ID: 0013
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0013")
