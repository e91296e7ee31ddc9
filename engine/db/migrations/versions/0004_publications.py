"""Publications apart from versions; rights for the whole country; figures of cases by version.

Revision ID: 0004
"""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from alembic import op

from engine.db.migrate import run_files

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the SQL files of this revision and give the known versions their new digests."""
    run_files(revision)
    connection = op.get_bind()
    for version_id in list(connection.execute(sa.text("select id from service_versions")).scalars()):
        connection.execute(
            sa.text("update service_versions set digest = :digest where id = :id"),
            {"id": version_id, "digest": _digest(connection, version_id)},
        )


def _digest(connection: sa.Connection, version_id: int) -> bytes:
    """Return the digest as it is made since this revision, which leaves the schema of scenarios out."""
    files = connection.execute(
        sa.text(
            "select path, content from service_files where version_id = :id"
            " and path <> 'schemas/scenario.schema.json'"
        ),
        {"id": version_id},
    )
    manifest = {
        "semantics": {"feel": 1, "codec": 1, "operations": 1},
        "files": {row.path: hashlib.sha256(bytes(row.content)).hexdigest() for row in files},
    }
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()).digest()
