"""Which open cases a decreed day off concerns.

Revision ID: 0002
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    """Run the SQL files of this revision in the order of their names."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for path in sorted(SQL.glob("*.sql")):
        driver.execute(path.read_text())
