"""Files are encrypted under keys of a keyring that may grow while everything runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import rotation, sealing
from engine.documents.files import FileStore, digest_of
from engine.documents.keys import KeyMissing, Keyring, KeyringUnusable
from engine.errors import Broken
from tests.documents.stores import a_ring, a_store

CONTENT = "ოჯახის შემოსავალი 250 ₾".encode()


def path_of(root: Path, digest: str) -> Path:
    return root / digest[:2] / digest[2:4] / digest


def lay_open(root: Path, content: bytes) -> str:
    """Keep a file as it was kept before files were encrypted."""
    path = path_of(root, digest_of(content))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path.name


def silent(_: str) -> None:
    """Say nothing."""


def test_put__content__is_on_the_disk_only_encrypted_and_never_twice_alike(tmp_path: Path) -> None:
    one, two = a_store(tmp_path / "one"), a_store(tmp_path / "two")

    digest = one.put(CONTENT)
    two.put(CONTENT)

    written = [path_of(store, digest).read_bytes() for store in (tmp_path / "one", tmp_path / "two")]
    assert written[0] != written[1]
    assert all(CONTENT not in file and CONTENT[:12] not in file for file in written)
    assert one.key_of(digest) == one.keyring.current.id


@given(st.data())
def test_get__any_byte_changed_on_the_disk__is_noticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    root = tmp_path_factory.mktemp("store")
    store = a_store(root / "files")
    digest = store.put(CONTENT)
    path = path_of(root / "files", digest)
    written = bytearray(path.read_bytes())
    written[data.draw(st.integers(0, len(written) - 1))] ^= data.draw(st.integers(1, 255))
    path.chmod(0o600)
    path.write_bytes(written)

    with pytest.raises((Broken, KeyMissing)):
        store.get(digest)


def test_get__another_file_in_its_place__is_noticed(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    mine, other = store.put(b"mine"), store.put(b"other")
    path = path_of(tmp_path, mine)
    path.chmod(0o600)
    path.write_bytes(path_of(tmp_path, other).read_bytes())

    with pytest.raises(Broken) as failed:
        store.get(mine)

    assert failed.value.error_code == "document.altered"


def test_get__file_from_before_encryption__is_read_and_checked(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    digest = lay_open(tmp_path, CONTENT)
    assert store.get(digest) == CONTENT

    path_of(tmp_path, digest).write_bytes(b"altered")

    with pytest.raises(Broken):
        store.get(digest)


def test_ring__key_added__is_used_by_whoever_runs_already_and_old_files_stay_readable(tmp_path: Path) -> None:
    running = a_store(tmp_path / "files", a_ring(tmp_path / "keys.json"))
    old = running.put(b"old")

    added = Keyring(tmp_path / "keys.json").add("2026-11-25T10:00:00+00:00")
    new = running.put(b"new")

    assert running.key_of(new) == added.id != running.key_of(old)
    assert running.get(old) == b"old"


def test_ring__lost__says_so_and_healing_by_a_new_one_does_not_pass_for_it(tmp_path: Path) -> None:
    store = a_store(tmp_path / "files", Keyring(tmp_path / "keys.json"))
    key = store.keyring.add("then")
    digest = store.put(CONTENT)
    kept = (tmp_path / "keys.json").rename(tmp_path / "elsewhere.json")

    with pytest.raises(KeyringUnusable):
        store.get(digest)
    with pytest.raises(KeyringUnusable):
        store.put(b"new")
    store.keyring.add("now")
    with pytest.raises(KeyMissing) as failed:
        store.get(digest)

    assert failed.value.params == {"key": key.id.hex()}
    kept.replace(tmp_path / "keys.json")
    assert store.get(digest) == CONTENT


def test_put__again_after_the_key_was_lost__heals_the_file(tmp_path: Path) -> None:
    keyring = a_ring(tmp_path / "keys.json")
    store = a_store(tmp_path / "files", keyring)
    digest = store.put(CONTENT)
    keyring.path.unlink()

    store.put(CONTENT)

    assert store.get(digest) == CONTENT


@pytest.mark.parametrize("damage", ["", "{}", '{"format": 1, "keys": []}', "cut", "another key"])
def test_ring__damaged_or_forged__is_refused(tmp_path: Path, damage: str) -> None:
    keyring = a_ring(tmp_path / "keys.json")
    assert keyring.current
    text = keyring.path.read_text()
    changed = {"cut": text[:60], "another key": re.sub(r'"secret": "..', '"secret": "AA', text)}
    keyring.path.write_text(changed.get(damage, damage))

    with pytest.raises(KeyringUnusable):
        _ = Keyring(keyring.path).current

    assert (keyring.path.stat().st_mode & 0o777) == 0o600


def test_ring__many_begin_at_once__all_have_the_same_first_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(a_ring(tmp_path / "keys.json").current.id))
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert len(set(found)) == 1


def test_ring__keys_added_at_once__are_all_there(tmp_path: Path) -> None:
    threads = [threading.Thread(target=Keyring(tmp_path / "keys.json").add, args=("x",)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(Keyring(tmp_path / "keys.json").keys) == 8


def test_rotate__old_new_open_and_damaged_files__puts_all_it_can_under_the_newest_key(tmp_path: Path) -> None:
    root = tmp_path / "files"
    store = a_store(root)
    old, damaged = store.put(b"old"), store.put(b"damaged")
    opened = lay_open(root, CONTENT)
    path_of(root, damaged).chmod(0o600)
    path_of(root, damaged).write_bytes(path_of(root, damaged).read_bytes()[:-1])
    newest = store.keyring.add("now")
    new = store.put(b"new")

    found = rotation.rotate(store, silent)

    assert found.done == {"wrapped": 1, "sealed": 1, "kept": 1}
    assert (found.damaged, found.is_whole) == ([damaged], False)
    assert {store.key_of(digest) for digest in (old, new, opened)} == {newest.id}
    assert [store.get(digest) for digest in (old, new, opened)] == [b"old", b"new", CONTENT]
    assert CONTENT not in path_of(root, opened).read_bytes()


def test_rotate__wrapped_anew__leaves_the_encrypted_content_as_it_was(tmp_path: Path) -> None:
    store = a_store(tmp_path / "files")
    digest = store.put(CONTENT)
    before = store.lying(digest)
    store.keyring.add("now")

    rotation.rotate(store, silent)

    assert store.lying(digest)[sealing.HEADER_BYTES :] == before[sealing.HEADER_BYTES :]
    assert store.lying(digest)[: sealing.HEADER_BYTES] != before[: sealing.HEADER_BYTES]


# Says each file that is done, so that the test knows when to kill it.
ROTATING = (
    "import sys; from pathlib import Path; from engine.documents.files import FileStore;"
    "from engine.documents.keys import Keyring; from engine.documents import rotation;"
    "store = FileStore.in_directory(Path(sys.argv[1]), Keyring(Path(sys.argv[2]))); real = store.renew\n"
    "def renew(digest):\n    done = real(digest); print(done, flush=True); return done\n"
    "store.renew = renew; rotation.rotate(store, print)"
)


def rotate_and_kill(root: Path, keyring: Keyring, *, after_files: int) -> None:
    """Let a process put files under the newest key and kill it on the way."""
    command = [sys.executable, "-c", ROTATING, str(root), str(keyring.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as rotating:
        assert rotating.stdout is not None
        for _ in range(after_files):
            rotating.stdout.readline()
        os.kill(rotating.pid, signal.SIGKILL)
        rotating.stdout.read()


@contextmanager
def somebody_uploading(store: FileStore) -> Iterator[list[str]]:
    """Upload without pause; the digests of what was taken grow meanwhile."""
    stop, uploaded = threading.Event(), list[str]()

    def upload() -> None:
        while not stop.is_set():
            uploaded.append(store.put(os.urandom(2_000)))

    uploading = threading.Thread(target=upload)
    uploading.start()
    try:
        yield uploaded
    finally:
        stop.set()
        uploading.join()


def test_rotate__killed_again_and_again_under_load__loses_nothing_and_ends(tmp_path: Path) -> None:
    # Given files under an old key, some still open, and somebody who goes on uploading
    root, keyring = tmp_path / "files", a_ring(tmp_path / "keys.json")
    store = a_store(root, keyring)
    contents = {store.put(os.urandom(2_000)) for _ in range(150)}
    contents |= {lay_open(root, os.urandom(2_000)) for _ in range(50)}
    newest = keyring.add("now")

    # When the rotation is killed after each thirty files
    with somebody_uploading(store) as uploaded:
        for _ in range(4):
            rotate_and_kill(root, keyring, after_files=30)
    found = rotation.rotate(store, silent)

    # Then every file can be read, and all of them lie under the newest key
    assert found.is_whole
    assert set(store.digests()) == {*contents, *uploaded}
    assert rotation.counts(store) == {newest.id.hex(): 200 + len(uploaded)}
    assert {len(store.get(digest)) for digest in contents} == {2_000}
