"""Prefilled data directories are filled once, copied whole, and never half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.db import prefilled
from engine.db.cluster import UNSAFE_SETTINGS, Cluster


class Filling:
    """A filling that counts how often it is asked, and writes a database of its own name."""

    def __init__(self, *, fails: bool = False) -> None:
        self.times = 0
        self._fails = fails

    def __call__(self, home: Path) -> Path:
        self.times += 1
        cluster = Cluster(home, settings=UNSAFE_SETTINGS)
        try:
            cluster.start()
            cluster.create_database("filled")
        finally:
            cluster.stop()
        if self._fails:
            raise OSError("the disk is full")
        return cluster.data


class Written:
    """A filling with a file instead of a database, that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, home: Path) -> Path:
        self.times += 1
        data = home / "data"
        data.mkdir()
        (data / "PG_VERSION").write_text("16")
        return data


@pytest.fixture
def kept(passable: Path, tmp_path: Path) -> Path:
    assert passable.exists()
    return tmp_path / "kept"


def homes(home: Path, name: str) -> Path:
    made = home / name
    made.mkdir(mode=0o711)
    return made


def test_place__twice__fills_once_and_each_cluster_has_its_own_copy(kept: Path, home: Path) -> None:
    fill = Filling()

    for name in ("first", "second"):
        cluster = Cluster(homes(home, name), settings=UNSAFE_SETTINGS)
        prefilled.place(cluster, kept, name="a", workplace=home, fill=fill)
        try:
            cluster.start()
            assert not cluster.create_database("filled")  # it is there
            cluster.drop_database("filled")
        finally:
            cluster.stop()

    assert fill.times == 1


def test_place__by_many_names__keeps_those_used_last(kept: Path, home: Path) -> None:
    fill = Written()

    for number, name in enumerate("abcadc"):
        prefilled.place(Cluster(homes(home, str(number))), kept, name=name, workplace=home, fill=fill)

    assert fill.times == 4  # of a, b, c and d: b was not used for longest
    assert {path.name for path in kept.iterdir()} == {"a", "c", "d", "lock"}


def test_place__filling_breaks_off__is_filled_anew(kept: Path, home: Path) -> None:
    with pytest.raises(OSError, match="disk is full"):
        prefilled.place(Cluster(homes(home, "x")), kept, name="a", workplace=home, fill=Filling(fails=True))

    fill = Filling()
    prefilled.place(Cluster(homes(home, "y")), kept, name="a", workplace=home, fill=fill)

    assert fill.times == 1
