"""Changes of acts by later ones: corrected, annulled, void, repealed; and cases that follow from it.

Revision ID: 0005
"""

from __future__ import annotations

from engine.db.migrate import run_files

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_files("0005")
