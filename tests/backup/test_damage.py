"""Whatever is wrong with a backup is found before anybody relies on it, and told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.backup import sealed
from engine.backup.directory import MANIFEST, BackupDirectory
from engine.backup.errors import BackupError
from engine.backup.instants import parse
from tests.backup.kit import Installation, copy_of, flip, numbers, restore

pytestmark = pytest.mark.extended

# The size of a segment's first page header; records follow.
_AFTER_HEADER = 40


@pytest.fixture
def whole(installation: Installation) -> Iterator[tuple[BackupDirectory, datetime]]:
    """A backup with one base backup, several segments of WAL and a document; the instant after the first."""
    digest = installation.add_file(b"a document")
    assert digest
    installation.back_up()
    with installation.archiving():
        early = installation.note(1)
        installation.switch()
        installation.note(2)
        installation.switch()
        installation.note(3)
        installation.wait_for_journal()
    installation.cluster.stop()
    yield installation.backups, early


def segments(backups: BackupDirectory) -> list[Path]:
    """Return the segments of the WAL that hold what was committed after the base backup, oldest first."""
    first = backups.manifest(backups.names()[0]).first_segment
    return sorted(path for path in backups.wal(1).iterdir() if first < path.name < "F")


def a_table(backups: BackupDirectory) -> Path:
    """Return the largest file of the base backup."""
    base = backups.database(backups.names()[0]) / "base"
    return max((path for path in base.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def replaced(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def of_another_major(backups: BackupDirectory) -> None:
    name = backups.names()[0]
    made = replace(backups.manifest(name), postgres="16.4")
    sealed.write(backups.base_backups / name / MANIFEST, made.as_json())


def the_manifest(backups: BackupDirectory) -> Path:
    return backups.base_backups / backups.names()[0] / MANIFEST


# What is damaged, and a part of the sentence that tells it.
FATAL: dict[str, tuple[Callable[[BackupDirectory], object], str]] = {
    "a byte of a table": (lambda b: flip(a_table(b), 5000), "checksum mismatch"),
    "a table is missing": (lambda b: a_table(b).unlink(), "is present in the manifest but not on disk"),
    "the manifest is cut": (lambda b: cut(the_manifest(b)), "is damaged: it is cut off"),
    "the manifest is altered": (
        lambda b: replaced(the_manifest(b), b'"wal":1', b'"wal":2'),
        "was altered after",
    ),
    "PostgreSQL's manifest is altered": (
        lambda b: flip(b.database(b.names()[0]) / "backup_manifest", 300),
        "manifest was altered",
    ),
    "a byte of the WAL": (lambda b: flip(segments(b)[0], _AFTER_HEADER), "can't be read to its end"),
    "a segment is missing": (lambda b: segments(b)[1].unlink(), "is missing. It can be restored up to"),
    "the last segment is missing": (lambda b: segments(b)[-1].unlink(), "can't be read to its end"),
    "another major version": (of_another_major, "made by PostgreSQL 16"),
    "no base backup": (lambda b: shutil.rmtree(b.base_backups / b.names()[0]), "no finished base backup"),
    "not a backup": (lambda b: (b.path / "backup.json").unlink(), "holds no backup of MMS"),
}  # fmt: skip


def test_restore__damaged__says_what_is_damaged_and_leaves_nothing_that_runs(
    whole: tuple[BackupDirectory, datetime], place: Path
) -> None:
    for number, (name, (damage, told)) in enumerate(FATAL.items()):
        backups = copy_of(whole[0], place / f"damaged {number}")
        damage(backups)

        with pytest.raises(BackupError) as refused:
            restore(backups.path, place / f"home {number}")

        assert told in str(refused.value), (name, str(refused.value))
        shutil.rmtree(backups.path)


def test_restore__journal_damaged_after_the_wanted_instant__restores_and_notes_it(
    whole: tuple[BackupDirectory, datetime], place: Path
) -> None:
    backups, early = whole
    segments(backups)[-1].unlink()

    report = restore(backups.path, place / "restored", to=early)

    assert numbers(place / "restored") == [1]
    assert report.bad == 0, report.said
    assert "damaged after the restored instant" in report.said


def test_restore__segment_missing__the_instant_it_names_can_be_restored(
    whole: tuple[BackupDirectory, datetime], place: Path
) -> None:
    backups, _ = whole
    segments(backups)[1].unlink()
    with pytest.raises(BackupError) as refused:
        restore(backups.path, place / "restored")
    named = re.search(r"--to '([^']+)'", str(refused.value))
    assert named is not None

    report = restore(backups.path, place / "restored", to=parse(named[1]))

    assert numbers(place / "restored") == [1]
    assert report.bad == 0, report.said


def test_restore__document_damaged__restores_the_rest_and_ends_with_a_difference(
    whole: tuple[BackupDirectory, datetime], place: Path
) -> None:
    backups, _ = whole
    (document,) = (path for path in backups.files.rglob("*") if path.is_file())
    flip(document, 2)

    report = restore(backups.path, place / "restored")

    assert report.bad == 1, report.said
    assert f"the document {document.name} is damaged in the backup" in report.said
    assert numbers(place / "restored") == [1, 2, 3]
