"""The parts of a backup, each by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backup import sealed, wal
from engine.backup.copying import Copier
from engine.backup.directory import size_of
from engine.backup.errors import BackupError
from engine.backup.instants import parse, show
from engine.documents.files import FileStore
from tests.documents.stores import a_ring

INSTANTS = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))


@given(INSTANTS)
def test_instant__shown__is_read_back(instant: datetime) -> None:
    assert parse(show(instant)) == instant


def test_instant__typed_without_offset__is_georgian_time() -> None:
    assert parse("2026-11-25 14:30") == datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    assert parse("2026-11-25T14:30+00:00") == datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("segment", "after"),
    [
        ("000000010000000000000001", "000000010000000000000002"),
        ("0000000200000000000000FF", "000000020000000100000000"),
    ],
)
def test_following__a_segment__is_the_next_one(segment: str, after: str) -> None:
    assert wal.following(segment) == after


def test_missing__segments_and_other_files__names_the_first_gap(tmp_path: Path) -> None:
    for name in ("000000010000000000000003", "000000010000000000000005.partial", "state.json"):
        (tmp_path / name).touch()

    assert wal.missing(tmp_path, "000000010000000000000003") == "000000010000000000000004"
    assert wal.missing(tmp_path, "000000010000000000000005") is None


def test_size_of__a_file_goes_while_measured__counts_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A running database makes and removes files of its own at any time
    for name in ("stays", "goes"):
        (tmp_path / name).write_bytes(b"12345")
    walk = os.walk

    def listed_before_it_went(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for found in walk(top):
            (tmp_path / "goes").unlink()
            yield found

    monkeypatch.setattr(os, "walk", listed_before_it_went)

    assert size_of(tmp_path) == 5


@given(st.data())
def test_sealed__cut_or_altered_anywhere__is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("sealed") / "manifest.json"
    content = {"name": "ბაზა", "counts": {"cases": 5, "tasks": 0}}
    sealed.write(path, content)
    whole = path.read_bytes()
    assert sealed.read(path) == content

    if data.draw(st.booleans()):
        damaged = whole[: data.draw(st.integers(0, len(whole) - 2))]
    else:
        at = data.draw(st.integers(0, len(whole) - 2))
        damaged = (
            whole[:at]
            + bytes([data.draw(st.integers(0, 255).filter(lambda b: b != whole[at]))])
            + whole[at + 1 :]
        )
    path.write_bytes(damaged)

    with pytest.raises(BackupError, match="damaged"):
        sealed.read(path)


def test_copier__again_and_again__copies_what_is_new_and_notes_what_is_damaged(tmp_path: Path) -> None:
    # Given a store whose directories have long been quiet, with one damaged file
    source, target = tmp_path / "source", tmp_path / "target"
    keyring = a_ring(tmp_path / "keys.json")
    store = FileStore.in_directory(source, keyring)
    good, bad = store.put(b"good"), store.put(b"bad")
    damaged = source / bad[:2] / bad[2:4] / bad
    damaged.chmod(0o600)
    damaged.write_bytes(b"BAD")
    for directory in (path for path in source.rglob("*") if path.is_dir()):
        os.utime(directory, (1, 1))
    copier = Copier(store, FileStore.in_directory(target, keyring))

    assert copier.copy_new() == 1
    assert copier.damaged == {bad}
    assert copier.copy_new() == 0

    # When another comes, and the damaged one is put again
    store.put(b"bad")
    late = store.put(b"late")

    assert copier.copy_new() == 2
    assert copier.damaged == set()
    assert [FileStore.in_directory(target, keyring).get(digest) for digest in (good, bad, late)] == [
        b"good",
        b"bad",
        b"late",
    ]
