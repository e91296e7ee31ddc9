"""The store of files by digest."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents.files import digest_of
from engine.errors import Broken, NotFound, Rejected, Unavailable
from tests.documents.stores import a_store


def files_in(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


@given(content=st.binary(max_size=2000))
def test_put__any_content__comes_back_under_its_digest(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    store = a_store(tmp_path_factory.getbasetemp() / "shared")

    digest = store.put(content)

    assert digest == hashlib.sha256(content).hexdigest()
    assert store.get(digest) == content
    assert store.has(digest)


def test_put__same_content_twice__keeps_one_untouched_file(tmp_path: Path) -> None:
    store = a_store(tmp_path / "files")
    store.put("ბრძანება".encode())
    before = [(path, path.stat().st_ino) for path in files_in(tmp_path / "files")]

    store.put("ბრძანება".encode())

    assert [(path, path.stat().st_ino) for path in files_in(tmp_path / "files")] == before
    assert len(before) == 1


def test_put__file__is_spread_by_digest_and_not_writable(tmp_path: Path) -> None:
    digest = a_store(tmp_path).put(b"x")

    path = tmp_path / digest[:2] / digest[2:4] / digest

    assert path.stat().st_mode & 0o777 == 0o440


def test_put__many_at_once__leaves_one_whole_file(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    content = os.urandom(300_000)
    threads = [threading.Thread(target=store.put, args=(content,)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [path.name for path in files_in(tmp_path)] == [digest_of(content)]
    assert store.get(digest_of(content)) == content


def test_put__every_new_directory_and_the_file__is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    real = os.fsync

    def recording(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    root = tmp_path / "files"
    store = a_store(root)
    assert store.keyring.current
    monkeypatch.setattr(os, "fsync", recording)

    digest = store.put(b"x")

    branch, leaf = root / digest[:2], root / digest[:2] / digest[2:4]
    assert [Path(path) for path in flushed[:3]] == [tmp_path, root, branch]
    assert Path(flushed[3]).name.startswith(f".{digest}.")
    assert Path(flushed[4]) == leaf


def test_put__disk_full__is_unavailable_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = a_store(tmp_path)
    assert store.keyring.current
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(Unavailable) as failed:
        store.put(b"x")

    assert failed.value.params["errno"] == errno.ENOSPC
    assert files_in(tmp_path) == []


def test_get__nothing_there__is_not_found(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    with pytest.raises(NotFound) as failed:
        store.get(digest_of(b"never put"))

    assert failed.value.error_code == "document.not_found"
    assert not store.has(digest_of(b"never put"))


@pytest.mark.parametrize("altered", [b"", b"y", b"xx"])
def test_get__file_altered_behind_our_back__is_broken_and_never_returned(
    tmp_path: Path, altered: bytes
) -> None:
    store = a_store(tmp_path)
    digest = store.put(b"x")
    (path,) = files_in(tmp_path)
    path.chmod(0o600)
    path.write_bytes(altered)

    with pytest.raises(Broken) as failed:
        store.get(digest)

    assert failed.value.error_code == "document.altered"


def test_put__over_an_altered_file__heals_it(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    digest = store.put(b"x")
    (path,) = files_in(tmp_path)
    path.chmod(0o600)
    path.write_bytes(b"y")

    store.put(b"x")

    assert store.get(digest) == b"x"


@pytest.mark.parametrize(
    "name",
    ["", "x", "../../etc/passwd", "A" * 64, "g" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n", "٠" * 64],
)
def test_store__anything_but_a_digest__is_refused(tmp_path: Path, name: str) -> None:
    store = a_store(tmp_path)

    for use in (store.get, store.has):
        with pytest.raises(Rejected) as failed:
            use(name)
        assert failed.value.error_code == "document.digest_malformed"


def test_put__process_killed_at_any_moment__loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from engine.documents.files import FileStore;"
        "from engine.documents.keys import Keyring;"
        "keyring = Keyring(Path(sys.argv[1] + '.keys.json'), may_create=True);"
        "store = FileStore.in_directory(Path(sys.argv[1]), keyring);\n"
        "while True: print(store.put(os.urandom(20_000)), flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writing:
        assert writing.stdout is not None
        acknowledged = [writing.stdout.readline().strip() for _ in range(40)]
        writing.kill()
        acknowledged += writing.stdout.read().split()

    store = a_store(tmp_path)
    assert len(acknowledged) >= 40
    for digest in acknowledged:
        assert len(store.get(digest)) == 20_000
