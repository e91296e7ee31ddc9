"""Changes of the database follow each other in one line."""

from __future__ import annotations

from alembic.script import ScriptDirectory

from engine.db import migrate, revisions


def test_migrations__all__follow_one_another_to_one_head() -> None:
    assert len(ScriptDirectory(str(migrate.SCRIPTS)).get_heads()) == 1


def test_revision__named_by_its_file__is_that_of_the_release() -> None:
    assert ScriptDirectory(str(migrate.SCRIPTS)).get_heads() == [revisions.newest()]
