"""What an operator types: status, rehearsal, holding, resuming."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from engine.backup import quarantine, sealed
from engine.backup.directory import MANIFEST
from engine.backup.instants import show
from engine.backup.quarantine import Quarantine
from engine.cli import main
from engine.db import revisions
from tests.backup.kit import Installation, restore

pytestmark = pytest.mark.extended


def mms(*arguments: str, at: Installation, **more: str) -> Result:
    return CliRunner().invoke(main, arguments, env={**at.environment(), **more})


@pytest.fixture
def restored(installation: Installation, place: Path) -> Iterator[Installation]:
    """A restored installation, its database running, with a mail in its queue."""
    with psycopg.connect(installation.cluster.url()) as connection:
        connection.execute("update letters set mailed_at = null")
    installation.back_up()
    installation.cluster.stop()
    restore(installation.backups.path, place / "restored")
    found = Installation(place / "restored", installation.backups)
    found.cluster.start()
    yield found


def test_status__no_backup_then_one_then_an_old_one__says_so_by_its_exit_code(
    installation: Installation,
) -> None:
    never = mms("backup", "--status", at=installation)
    taken = mms("backup", str(installation.backups.path), at=installation)
    unfollowed = mms("backup", "--status", at=installation)
    with installation.archiving():
        installation.wait_for_journal()
        good = mms("backup", "--status", at=installation)
    name = installation.backups.names()[0]
    made = installation.backups.manifest(name)
    aged = replace(made, ended_at=made.ended_at - timedelta(days=9))
    sealed.write(installation.backups.base_backups / name / MANIFEST, aged.as_json())
    old = mms("backup", "--status", at=installation)

    assert (never.exit_code, "there is no backup" in never.output) == (1, True)
    assert (taken.exit_code, "MMS_SECRET" in taken.output) == (0, True), taken.output
    assert (unfollowed.exit_code, "no WAL has arrived" in unfollowed.output) == (1, True)
    assert good.exit_code == 0, good.output
    assert (old.exit_code, "the newest base backup is 9 days old" in old.output) == (1, True)


def test_rehearse__good_then_damaged__removes_everything_and_tells(
    installation: Installation, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    installation.back_up()
    where = str(installation.backups.path)

    good = mms("restore", where, "--rehearse", at=installation)
    both = mms("restore", where, "--rehearse", "--into", str(place / "x"), at=installation)
    neither = mms("restore", where, at=installation)
    strange = mms("restore", where, "--rehearse", "--to", "yesterday", at=installation)
    (installation.backups.base_backups / installation.backups.names()[0] / MANIFEST).unlink()
    bad = mms("restore", where, "--rehearse", at=installation)

    assert good.exit_code == 0, good.output
    assert good.output.rstrip().endswith("no difference")
    assert (both.exit_code, neither.exit_code, strange.exit_code) == (2, 2, 2)
    assert (bad.exit_code, "is missing" in bad.output) == (1, True)
    assert not list(place.glob("mms-rehearsal-*"))


def test_prove__running_installation__changes_nothing(installation: Installation) -> None:
    def written() -> object:
        with psycopg.connect(installation.cluster.url()) as connection:
            return connection.execute(
                "select pg_current_xact_id_if_assigned(), count(*) from events"
            ).fetchone()

    before = written()
    result = mms("prove", at=installation)

    assert result.exit_code == 0, result.output
    assert "good  open cases run on: " in result.output
    assert written() == before


def test_restored__workers_and_timers__wait_until_it_is_released(
    restored: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waited(Exception):
        pass

    def wait(_seconds: float) -> None:
        raise Waited

    monkeypatch.setattr(quarantine.time, "sleep", wait)

    for program in ("worker", "timers"):
        assert isinstance(mms(program, at=restored).exception, Waited)


def test_resume__restored__lists_what_goes_out_and_asks(restored: Installation) -> None:
    why = quarantine.quarantined(restored.home)
    assert why is not None

    refused = CliRunner().invoke(main, ["resume-outgoing"], env=restored.environment(), input="n\n")
    assert quarantine.quarantined(restored.home) == why
    resumed = mms("resume-outgoing", "--yes", at=restored)
    again = mms("resume-outgoing", at=restored)

    assert refused.exit_code == 1
    assert "mail" in refused.output
    assert "second time" in refused.output
    assert resumed.exit_code == 0, resumed.output
    assert quarantine.quarantined(restored.home) is None
    assert again.output == "Nothing is in quarantine.\n"


def test_run__half_restored__refuses(tmp_path: Path, installation: Installation) -> None:
    quarantine.quarantine(tmp_path, Quarantine(is_whole=False, source="/backups", until=""))

    result = mms("run", at=installation, MMS_HOME=str(tmp_path))

    assert (result.exit_code, "was interrupted" in result.output) == (1, True)
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "drop table schema_functions",
            f"of an earlier, unreleased version of MMS (schema {revisions.newest()})",
        ),
        ("update alembic_version set version_num = '9999'", "schema (9999) is newer than this release"),
    ],
)
def test_restore__schema_that_nobody_can_bring_over__says_so(
    installation: Installation, place: Path, change: str, said: str
) -> None:
    with psycopg.connect(installation.cluster.owner_url()) as connection:
        connection.execute(change.encode())
    installation.back_up()

    refused = mms(
        "restore",
        str(installation.backups.path),
        "--into",
        str(place / "other"),
        "--migrate",
        at=installation,
    )

    assert refused.exit_code == 1
    assert said in refused.output


def test_restore__older_schema__says_so_and_migrates_on_demand(
    installation: Installation, place: Path
) -> None:
    # Given the backup of a database with the functions of another release
    with psycopg.connect(installation.cluster.owner_url()) as connection:
        connection.execute("update schema_functions set digest = 'of the release before'")
    made = installation.back_up()
    where = str(installation.backups.path)

    refused = mms("restore", where, "--into", str(place / "old"), at=installation)
    migrated = mms("restore", where, "--into", str(place / "old"), "--migrate", at=installation)

    assert made.schema == (revisions.newest(),)
    assert (refused.exit_code, "--migrate" in refused.output) == (1, True)
    assert migrated.exit_code == 0, migrated.output
    assert "Migrated: functions" in migrated.output
    assert show(made.ended_at)[:10] in migrated.output
