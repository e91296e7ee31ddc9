"""Places, people, services, cases, work, registers, audit, access; procrastinate's own tables.

Revision ID: 0001
"""

from __future__ import annotations

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql" / revision


def upgrade() -> None:
    """Run the SQL files of this revision in the order of their names."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(SchemaManager.get_schema())
    for path in sorted(SQL.glob("*.sql")):
        driver.execute(path.read_text())
