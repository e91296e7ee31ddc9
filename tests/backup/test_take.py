"""A backup is whole or it is none, and what a kept one needs stays."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from engine.backup import programs, take
from engine.backup.errors import BackupError
from engine.db.replication import Server
from tests.backup.kit import Installation, flip, kill_group, numbers, restore, until

pytestmark = pytest.mark.extended

KILLS = 5


def test_backup__killed_at_random_points__leaves_nothing_that_looks_whole(installation: Installation) -> None:
    chance = random.Random(2026)
    command = [sys.executable, "-m", "engine.cli", "backup", str(installation.backups.path)]

    for _ in range(KILLS):
        process = subprocess.Popen(
            command, env=installation.environment(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        until(lambda: any(installation.backups.path.glob("base_backups/*")) or process.poll() is not None)  # noqa: B023
        time.sleep(chance.uniform(0, 0.6))
        kill_group(process)
        for name in installation.backups.names():
            programs.verify(installation.backups.database(name))
            installation.backups.manifest(name)

    made = installation.back_up()
    assert installation.backups.names()[-1] == made.name
    assert not list(installation.backups.base_backups.glob("*.unfinished"))


def test_keep__more_bases_than_that__leaves_what_the_kept_ones_need(
    installation: Installation, place: Path
) -> None:
    # Given three base backups with numbers between them
    made = [installation.back_up()]
    with installation.archiving():
        for number in range(3):
            installation.wait_for_journal()
            installation.switch()
            if number:
                made.append(installation.back_up(keep=2))
            after = installation.note(number)
            if number == 1:
                wanted = after
        installation.wait_for_journal()

    # Then the oldest is gone with its WAL, and the one before the last reaches every later instant
    assert installation.backups.names() == (made[1].name, made[2].name)
    left = min(path.name for path in installation.backups.wal(1).iterdir() if path.name[0] == "0")
    assert left == made[1].first_segment
    report = restore(installation.backups.path, place / "restored", to=wanted, base=made[1].name)
    assert numbers(place / "restored") == [0, 1]
    assert report.bad == 0, report.said


def test_backup__journal_lost__begins_a_new_one_and_the_old_base_says_where_it_ends(
    open_installation: Callable[..., Installation], place: Path
) -> None:
    # Given a WAL that nobody copied until the server gave it up
    installation = open_installation(max_slot_wal_keep_size="64MB", max_wal_size="32MB")
    first = installation.back_up()
    for _ in range(8):
        installation.switch()
    with psycopg.connect(installation.cluster.url(), autocommit=True) as connection:
        connection.execute("checkpoint")
    with Server(installation.cluster.url("postgres")) as server:
        slot = server.slot(programs.SLOT)
        assert slot is not None
        assert slot.is_lost

    # When a base backup is made again
    second = installation.back_up()
    with installation.archiving():
        installation.note(1)
        installation.wait_for_journal()

    # Then it has a WAL of its own, and nothing between can be had
    assert (first.wal, second.wal) == (1, 2)
    with pytest.raises(BackupError, match="knows nothing later than"):
        restore(installation.backups.path, place / "gap", to=second.began_at, base=first.name)
    restore(installation.backups.path, place / "restored")
    assert numbers(place / "restored") == [1]


def test_archive__killed_while_it_created_a_segment__goes_on(installation: Installation) -> None:
    # Given what a kill or a full disk leaves: a segment that is not yet 16 MB of zeros
    installation.back_up()
    with installation.archiving():
        installation.note(0)
        installation.wait_for_journal()
    (partial,) = installation.backups.wal(1).glob("*.partial")
    partial.write_bytes(b"\0" * 4096)

    with installation.archiving():
        installation.note(1)
        installation.wait_for_journal()

    assert partial.stat().st_size == 16 * 1024 * 1024


def test_archive__killed_under_load__loses_nothing(installation: Installation, place: Path) -> None:
    installation.back_up()
    for number in range(3):
        with installation.archive() as process:
            installation.note(number)
            installation.wait_for_journal()
            kill_group(process)
        installation.note(10 + number)
    with installation.archiving():
        installation.wait_for_journal()

    report = restore(installation.backups.path, place / "restored")

    assert numbers(place / "restored") == [0, 1, 2, 10, 11, 12]
    assert report.bad == 0, report.said


def test_backup__stopped_installation__is_started_for_it_and_stopped_again(
    installation: Installation,
) -> None:
    installation.cluster.stop()

    made = installation.back_up()

    assert installation.backups.names() == (made.name,)
    assert installation.cluster.pid is None


def test_backup__refused__says_why(installation: Installation, place: Path) -> None:
    def refusal(directory: Path | None, **changes: object) -> str:
        with pytest.raises(BackupError) as refused:
            take.take(replace(installation.settings, **changes), directory, keep=None, say=lambda _: None)  # type: ignore[arg-type]
        return str(refused.value)

    (place / "full").mkdir()
    (place / "full" / "letter").touch()

    assert "mms backup DIRECTORY" in refusal(None)
    assert "lies inside" in refusal(installation.home / "backups")
    assert "is not empty (letter)" in refusal(place / "full")
    assert "belongs to a server of its own" in refusal(place / "new", has_own_cluster=False)
    assert "There is no database" in refusal(place / "new", home=place / "nowhere")
    assert not (place / "new").exists()


def test_backup__document_damaged__is_refused_and_named(installation: Installation) -> None:
    digest = installation.add_file(b"some bytes")
    flip(installation.home / "files" / digest[:2] / digest[2:4] / digest, 0)

    with pytest.raises(BackupError, match=digest):
        installation.back_up()

    assert installation.backups.names() == ()


def test_manifest__written__holds_versions_and_counts_but_no_secret(installation: Installation) -> None:
    settings = replace(installation.settings, smtp_url="smtps://mms:hunter2@mail.example:465")

    made = take.take(settings, installation.backups.path, keep=None, say=lambda _: None)

    text = json.dumps(made.as_json())
    assert made.settings["MMS_SMTP_URL"] == "smtps://mail.example:465"
    assert "hunter2" not in text
    assert settings.secret not in text
    assert made.counts["cases"] == 5
    assert made.major == 17


def test_files_only__external_database__copies_the_documents(installation: Installation, place: Path) -> None:
    digest = installation.add_file(b"some bytes")

    first = take.copy_files(installation.settings, place / "copies")
    second = take.copy_files(installation.settings, place / "copies")

    assert (first[0] > 0, second) == (True, (0, ()))
    kept = installation.settings.home / "files" / digest[:2] / digest[2:4] / digest
    copied = place / "copies" / "files" / digest[:2] / digest[2:4] / digest
    assert copied.read_bytes() == kept.read_bytes() != b"some bytes"
    shutil.rmtree(place / "copies")
