"""The commands about keys say what they did and what is missing."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from engine.cli import main
from engine.documents.files import FileStore
from tests.documents.stores import a_ring
from tests.documents.test_keys import CONTENT, lay_open


def typed(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["keys", *words], env={"MMS_MODE": "demo", "MMS_HOME": str(home)})


def test_command__keys_listed_added_and_put_under_every_file__says_what_it_did(tmp_path: Path) -> None:
    store = FileStore.in_directory(tmp_path / "files", a_ring(tmp_path / "keys.json"))
    store.put(b"one")
    first = store.keyring.current.id.hex()
    lay_open(tmp_path / "files", CONTENT)

    added, listed = typed(tmp_path, "add"), typed(tmp_path, "list")
    rotated, again = typed(tmp_path, "rotate"), typed(tmp_path, "rotate")

    newest = store.keyring.current.id.hex()
    assert (added.exit_code, newest in added.output) == (0, True), added.output
    assert [line.split()[:2] for line in listed.output.splitlines()] == [
        [first, "1"], [newest, "0"], ["not", "encrypted"]
    ]  # fmt: skip
    assert "0 files were already, 1 came from older keys, 1 were not encrypted before" in rotated.output
    assert "2 files were already, 0 came from older keys, 0 were not" in again.output
    assert {ended.exit_code for ended in (listed, rotated, again)} == {0}


def test_command__key_missing_from_the_ring__is_named_and_ends_with_one(tmp_path: Path) -> None:
    store = FileStore.in_directory(tmp_path / "files", a_ring(tmp_path / "keys.json"))
    store.put(b"one")
    lost = store.keyring.current.id.hex()
    store.keyring.path.unlink()
    typed(tmp_path, "add")

    listed, rotated = typed(tmp_path, "list"), typed(tmp_path, "rotate")

    assert (listed.exit_code, f"{lost}         1 files  MISSING" in listed.output) == (1, True)
    assert (rotated.exit_code, f"1 files lie under the key {lost}" in rotated.output) == (1, True)
