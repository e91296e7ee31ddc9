"""What brings people to the municipality, for the catalogue of services.

Revision ID: 0012
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision."""
    run_files(revision)
