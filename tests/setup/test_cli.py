"""What `mms` says when something is wrong: one sentence and an exit code, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.db.cluster import Cluster
from engine.db.roles import LOGIN
from tests.databases import as_role
from tests.setup.commands import mms


def test_migrate__twice__says_what_it_did(cluster: Cluster, tmp_path: Path) -> None:
    cluster.create_database("untouched")
    settings = {"DATABASE_URL": cluster.url("untouched"), "MMS_HOME": str(tmp_path)}

    first, second = mms("migrate", **settings), mms("migrate", **settings)

    assert first[0] == 0
    assert first[1].startswith("applied: 0001")
    assert second == (0, "up to date\n")


def test_load_data__migrated_database__loads_every_municipality(database_url: str, tmp_path: Path) -> None:
    code, said = mms("load-data", DATABASE_URL=as_role(database_url, LOGIN), MMS_HOME=str(tmp_path))

    assert code == 0, said
    assert "municipalities=64, centers=85" in said
    assert "demo people" in said


@pytest.mark.parametrize("command", ["migrate", "load-data"])
def test_command__database_not_there__says_so(tmp_path: Path, command: str) -> None:
    code, said = mms(
        command, DATABASE_URL=f"postgresql://nobody@/none?host={tmp_path}", MMS_HOME=str(tmp_path)
    )

    assert code == 1
    assert said.startswith("Error: ")
    assert "database" in said


def test_command__home_cannot_be_made__says_so() -> None:
    code, said = mms("migrate", MMS_HOME="/proc/mms", MMS_SECRET="")

    assert (code, "MMS_HOME cannot be used" in said) == (1, True)


def test_publish__without_a_publisher__is_refused(tmp_path: Path) -> None:
    code, said = mms("publish", MMS_HOME=str(tmp_path))

    assert code == 2
    assert "--publisher" in said
