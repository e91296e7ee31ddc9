"""What was acknowledged before an instant is brought back to that instant, and nothing after it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from engine.backup.errors import BackupError
from engine.backup.instants import show
from engine.backup.quarantine import quarantined, refuse_half_restored
from engine.documents import rotation
from engine.documents.files import FileStore
from engine.documents.keys import Keyring, keyring_of
from tests.backup.kit import Installation, Writer, between, numbers, restore, ring_beside, until

pytestmark = pytest.mark.extended


def test_restore__to_instants_between_commits__has_exactly_what_was_acknowledged(
    installation: Installation, place: Path
) -> None:
    # Given a base backup, and numbers committed after it with known instants between them
    installation.note(0)
    installation.back_up()
    with installation.archiving():
        after = [installation.note(number) for number in (1, 2, 3)]
        installation.wait_for_journal()

    # When it is restored to an instant between two commits, and as far as it goes
    middle = restore(installation.backups.path, place / "middle", to=after[1])
    latest = restore(installation.backups.path, place / "latest")

    # Then each has exactly what was acknowledged, stands, and says where it ends
    assert (middle.bad, latest.bad) == (0, 0), middle.said + latest.said
    assert numbers(place / "middle") == [0, 1, 2]
    assert numbers(place / "latest") == [0, 1, 2, 3]
    assert "Left out: 1 later commits" in middle.said
    assert "good  open cases run on" in middle.said
    assert quarantined(place / "middle") is not None


def test_restore__backed_up_and_killed_under_load__has_every_number_told_before_and_none_after(
    installation: Installation, place: Path
) -> None:
    # Given two writers at work while a base backup is made, then the database dies
    url = installation.cluster.url()
    with Writer(url, 0) as one, Writer(url, 500_000) as two:
        installation.back_up()
        with installation.archiving():
            known = installation.wait_for_journal()
            wanted = between()
            installation.wait_for_journal()
            pid = installation.cluster.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
    told = one.acknowledged + two.acknowledged
    assert known < wanted

    # When it is restored to an instant under load
    report = restore(installation.backups.path, place / "restored", to=wanted)

    # Then nobody who was told before it has lost anything, and nobody asks later than it
    found = set(numbers(place / "restored"))
    assert report.bad == 0, report.said
    assert {number for number, _, at in told if at <= wanted} <= found
    assert not {number for number, asked, _ in told if asked > wanted} & found


def test_restore__database_killed_and_started_again_between_base_and_end__goes_through(
    installation: Installation, place: Path
) -> None:
    installation.back_up()
    with installation.archiving():
        for number in range(3):
            installation.note(number)
            pid = installation.cluster.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            installation.cluster.start()
        last = installation.note(3)
        installation.wait_for_journal()

    # An instant that no later transaction has passed is the end of the WAL.
    report = restore(installation.backups.path, place / "restored", to=last)

    assert report.bad == 0, report.said
    assert numbers(place / "restored") == [0, 1, 2, 3]


def test_restore__documents_added_after_the_base__are_there(installation: Installation, place: Path) -> None:
    before = installation.add_file(b"before the base backup")
    installation.back_up()
    with installation.archiving():
        after = installation.add_file(b"after the base backup")
        installation.wait_for_journal()

    restore(installation.backups.path, place / "restored")

    stored = {path.name for path in (place / "restored" / "files").rglob("*") if path.is_file()}
    assert {before, after} <= stored


def test_restore__never_archived__brings_the_base_alone(installation: Installation, place: Path) -> None:
    installation.note(7)
    made = installation.back_up()
    installation.note(8)

    report = restore(installation.backups.path, place / "restored")

    assert report.bad == 0, report.said
    assert numbers(place / "restored") == [7]
    with pytest.raises(BackupError, match="knows nothing later than"):
        restore(installation.backups.path, place / "late", to=made.ended_at + timedelta(minutes=1))
    with pytest.raises(BackupError, match="No earlier instant than"):
        restore(installation.backups.path, place / "early", to=made.began_at)
    assert not (place / "late" / "postgres").exists()


def test_restore__home_not_empty__is_refused_and_untouched(installation: Installation, place: Path) -> None:
    installation.back_up()
    (place / "lived in").mkdir()
    (place / "lived in" / "secret").write_text("mine")

    with pytest.raises(BackupError, match="is not empty"):
        restore(installation.backups.path, place / "lived in")

    assert [path.name for path in (place / "lived in").iterdir()] == ["secret"]


def test_restored__backed_up_again__needs_a_directory_of_its_own(
    installation: Installation, place: Path
) -> None:
    # Given a restored installation
    installation.note(1)
    installation.back_up()
    installation.cluster.stop()
    restore(installation.backups.path, place / "second life")
    second = Installation(place / "second life", installation.backups)
    second.cluster.start()

    # When it is backed up where its former life was, then elsewhere
    with pytest.raises(BackupError, match="another installation"):
        second.back_up()
    second.backups.path = place / "other backups"
    second.back_up()
    with second.archiving():
        wanted = second.note(2)
        second.note(3)
        second.wait_for_journal()

    # Then the second history can be restored as well
    report = restore(second.backups.path, place / "third life", to=wanted)
    assert report.bad == 0, report.said
    assert numbers(place / "third life") == [1, 2]
    assert f"Left out: 1 later commits, the first at {show(wanted)[:10]}" in report.said


def test_restore__interrupted__refuses_to_run_and_begins_anew(
    installation: Installation, place: Path
) -> None:
    # Given a restore that is killed at some point after it began to write
    installation.note(5)
    installation.back_up()
    command = [sys.executable, "-m", "engine.cli", "restore", str(installation.backups.path)]
    with subprocess.Popen(
        [*command, "--into", str(place / "cut")], stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        until(lambda: quarantined(place / "cut") is not None or process.poll() is not None)
        process.kill()

    # Then what it left can't be run, and restoring again brings all
    with pytest.raises(BackupError, match="was interrupted"):
        refuse_half_restored(place / "cut")
    report = restore(installation.backups.path, place / "cut")
    assert report.bad == 0, report.said
    assert numbers(place / "cut") == [5]


def test_restore__without_the_keyring__brings_everything_back_and_says_what_nobody_can_read(
    installation: Installation, place: Path
) -> None:
    # Given a backup of documents, and a keyring that burnt with the house
    content = [installation.add_file(name) for name in (b"first", b"second")]
    installation.back_up()
    installation.cluster.stop()
    key = installation.store.key_of(content[0])
    keyring = ring_beside(installation.home).rename(place / "found again.json")
    assert key is not None

    report = restore(installation.backups.path, place / "restored", keyring=None)

    assert report.bad == 1, report.said
    assert f"2 documents are encrypted with the key {key.hex()}, which is not in the keyring" in report.said

    # When the keyring is found again and put where it is looked for
    shutil.copy(keyring, place / "restored" / "keys.json")

    found = FileStore.in_directory(place / "restored" / "files", Keyring(place / "restored" / "keys.json"))
    assert [found.get(digest) for digest in content] == [b"first", b"second"]


def test_backup__files_put_under_a_new_key__follow_and_are_restored(
    installation: Installation, place: Path
) -> None:
    digest = installation.add_file(b"a document")
    installation.back_up()
    key = keyring_of(installation.settings).add("later")
    rotation.rotate(installation.store, lambda _: None)

    installation.back_up()
    installation.cluster.stop()
    report = restore(installation.backups.path, place / "restored")

    assert report.bad == 0, report.said
    copies = (installation.backups.files, place / "restored" / "files")
    assert [FileStore.in_directory(copy, installation.store.keyring).key_of(digest) for copy in copies] == [
        key.id
    ] * 2
    assert b"a document" not in (installation.backups.files / digest[:2] / digest[2:4] / digest).read_bytes()
