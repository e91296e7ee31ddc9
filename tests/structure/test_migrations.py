"""Changes of the database follow each other in one line."""

from __future__ import annotations

from alembic.script import ScriptDirectory

from engine.db import migrate


def test_migrations__all__follow_one_another_to_one_head() -> None:
    assert len(ScriptDirectory(str(migrate.SCRIPTS)).get_heads()) == 1
