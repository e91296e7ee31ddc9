"""The file store over a real S3 server: the promises of the disk, and what can go wrong on the way."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.backup.copying import Copier
from engine.documents import rotation, sealing
from engine.documents.blob_bucket import BlobBucket, BucketFailed
from engine.documents.files import FileStore, digest_of
from engine.errors import Broken, NotFound, Unavailable
from tests.documents.object_store import BUCKET, ObjectStore, an_object_store
from tests.documents.stores import a_ring, a_store

CONTENT = "ოჯახის შემოსავალი 250 ₾".encode()


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    with an_object_store() as running:
        yield running


@pytest.fixture
def objects(server: ObjectStore) -> Iterator[ObjectStore]:
    """The server with an empty bucket and an open door."""
    for name in server.objects():
        server.client.delete_object(Bucket=BUCKET, Key=name)
    yield server
    server.door.is_shut, server.door.bytes_of_answers = False, None
    server.door.cut()


@pytest.fixture
def store(objects: ObjectStore, tmp_path: Path) -> Iterator[FileStore]:
    found = FileStore(BlobBucket(objects.location()), a_ring(tmp_path / "keys.json"))
    yield found
    found.blobs.close()


def key_of(digest: str) -> str:
    return f"mms/{digest[:2]}/{digest[2:4]}/{digest}"


@pytest.mark.parametrize("content", [b"", b"x", CONTENT, os.urandom(3_000_000)])
def test_put__any_content__comes_back_and_lies_there_sealed(
    store: FileStore, objects: ObjectStore, content: bytes
) -> None:
    digest = store.put(content)

    assert store.get(digest) == content
    assert store.has(digest)
    assert list(store.digests()) == [digest]
    assert store.key_of(digest) == store.keyring.current.id
    assert objects.objects() == [key_of(digest)]
    assert sealing.is_sealed(objects.get(key_of(digest)))


def test_put__same_content_twice__leaves_the_object_untouched(store: FileStore, objects: ObjectStore) -> None:
    digest = store.put(CONTENT)
    before = objects.get(key_of(digest))

    store.put(CONTENT)

    assert objects.get(key_of(digest)) == before


def test_put__many_at_once__leaves_one_whole_object(store: FileStore, objects: ObjectStore) -> None:
    content = os.urandom(300_000)
    threads = [threading.Thread(target=store.put, args=(content,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert objects.objects() == [key_of(digest_of(content))]
    assert store.get(digest_of(content)) == content


def test_store__another_prefix__is_another_store(
    store: FileStore, objects: ObjectStore, tmp_path: Path
) -> None:
    digest = store.put(CONTENT)
    other = FileStore(BlobBucket(objects.location("other")), store.keyring)

    assert list(other.digests()) == []
    with pytest.raises(NotFound):
        other.get(digest)
    other.blobs.close()


def test_remove__object__is_gone_and_removing_it_again_is_no_error(store: FileStore) -> None:
    digest = store.put(CONTENT)

    store.remove(digest)
    store.remove(digest)

    assert not store.has(digest)
    with pytest.raises(NotFound):
        store.get(digest)
    with pytest.raises(NotFound):
        store.written_at(digest)


@pytest.mark.parametrize("place", [0, 20, 40, -1])
def test_get__object_altered__is_broken_and_put_heals_it(
    store: FileStore, objects: ObjectStore, place: int
) -> None:
    digest = store.put(CONTENT)
    lying = bytearray(objects.get(key_of(digest)))
    lying[place] ^= 0xFF
    objects.put(key_of(digest), bytes(lying))

    with pytest.raises((Broken, Unavailable)) as failed:
        store.get(digest)

    assert failed.value.error_code == ("document.key_missing" if place == 20 else "document.altered")
    store.put(CONTENT)
    assert store.get(digest) == CONTENT


def test_get__object_cut_or_another_in_its_place__is_broken(store: FileStore, objects: ObjectStore) -> None:
    digest, other = store.put(CONTENT), store.put(b"other")
    for lying in (b"", objects.get(key_of(digest))[:-1], objects.get(key_of(other))):
        objects.put(key_of(digest), lying)

        with pytest.raises(Broken):
            store.get(digest)


def test_get__answer_cut_short__is_unavailable_and_nothing_is_lost(
    store: FileStore, objects: ObjectStore
) -> None:
    content = os.urandom(500_000)
    digest = store.put(content)
    objects.door.bytes_of_answers = 100_000
    objects.door.cut()

    with pytest.raises(Unavailable) as failed:
        store.get(digest)

    assert failed.value.error_code == "document.store_unavailable"
    objects.door.bytes_of_answers = None
    assert store.get(digest) == content


def test_put__answer_lost__is_unavailable_and_putting_again_succeeds(
    store: FileStore, objects: ObjectStore
) -> None:
    objects.door.bytes_of_answers = 10
    objects.door.cut()

    with pytest.raises(Unavailable):
        store.put(CONTENT)

    objects.door.bytes_of_answers = None
    assert store.get(store.put(CONTENT)) == CONTENT


def test_store__server_away__is_unavailable_until_it_is_back(store: FileStore, objects: ObjectStore) -> None:
    digest = store.put(CONTENT)
    objects.door.shut()

    for use in (store.get, store.has, store.remove, store.renew, store.written_at):
        with pytest.raises(Unavailable) as failed:
            use(digest)
        assert failed.value.error_code == "document.store_unavailable"
    with pytest.raises(Unavailable):
        store.put(b"another")
    with pytest.raises(Unavailable):
        list(store.digests())
    with pytest.raises(BucketFailed):
        store.blobs.refusal()

    objects.door.is_shut = False
    assert store.get(digest) == CONTENT
    assert list(store.digests()) == [digest]


def test_credentials__wrong__are_named_and_nothing_is_taken_for_missing(
    store: FileStore, objects: ObjectStore
) -> None:
    digest = store.put(CONTENT)
    with objects.checking_credentials() as (key, secret):
        good = FileStore(BlobBucket(objects.location(key=key, secret=secret)), store.keyring)
        assert good.blobs.refusal() is None
        assert good.get(digest) == CONTENT
        for wrong, named in (({"secret": "x"}, "MMS_FILES_SECRET"), ({"key": "x"}, "MMS_FILES_KEY")):
            location = objects.location(**{"key": key, "secret": secret, **wrong})
            bad = FileStore(BlobBucket(location), store.keyring)
            assert named in (bad.blobs.refusal() or "")
            for use in (bad.get, bad.has):
                with pytest.raises(Unavailable):
                    use(digest)
            bad.blobs.close()
        good.blobs.close()


def test_bucket__missing__is_named_and_nothing_is_taken_for_missing(
    store: FileStore, objects: ObjectStore
) -> None:
    lost = FileStore(BlobBucket(objects.location(bucket="nowhere")), store.keyring)

    assert "there is no such bucket" in (lost.blobs.refusal() or "")
    for use in (lost.get, lost.has, lost.renew, lost.written_at):
        with pytest.raises(Unavailable):
            use(digest_of(CONTENT))
    lost.blobs.close()


def test_rotate__objects__lie_under_the_newest_key(store: FileStore) -> None:
    digests = [store.put(content) for content in (b"a", b"b", b"c")]
    key = store.keyring.add("later")

    found = rotation.rotate(store, lambda _: None)

    assert (found.done["wrapped"], found.is_whole) == (3, True)
    assert {store.key_of(digest) for digest in digests} == {key.id}
    assert rotation.rotate(store, lambda _: None).done["kept"] == 3


def test_replace__removed_or_written_meanwhile__brings_nothing_back(store: FileStore) -> None:
    digest = store.put(CONTENT)
    name, seen = f"{digest[:2]}/{digest[2:4]}/{digest}", []

    def while_somebody_writes(lying: bytes) -> bytes:
        seen.append(lying)
        if len(seen) == 1:
            store.blobs.write(name, b"theirs")
        return lying + b"ours"

    def while_somebody_removes(lying: bytes) -> bytes:
        store.blobs.remove(name)
        return lying

    store.blobs.replace(name, while_somebody_writes)
    assert store.blobs.read(name) == b"theirsours"
    with pytest.raises(FileNotFoundError):
        store.blobs.replace(name, while_somebody_removes)
    assert not store.has(digest)


def test_copier__from_a_bucket__copies_what_is_new_and_notes_what_is_damaged(
    store: FileStore, objects: ObjectStore, tmp_path: Path
) -> None:
    good, bad = store.put(b"good"), store.put(b"bad")
    whole = objects.get(key_of(bad))
    objects.put(key_of(bad), b"BAD")
    target = a_store(tmp_path / "copy", store.keyring)
    copier = Copier(store, target)

    assert copier.copy_new() == 1
    assert copier.damaged == {bad}
    objects.put(key_of(bad), whole)
    late = store.put(b"late")

    assert copier.copy_new() == 2
    assert copier.copy_new() == 0
    assert [target.get(digest) for digest in (good, bad, late)] == [b"good", b"bad", b"late"]


def test_copier__into_a_bucket__brings_a_directory_along(store: FileStore, tmp_path: Path) -> None:
    source = a_store(tmp_path / "files", store.keyring)
    digests = sorted(source.put(content) for content in (b"a", b"b"))

    assert Copier(source, store).copy_new() == 2

    assert list(store.digests()) == digests
    assert [store.get(digest) for digest in digests] == [source.get(digest) for digest in digests]
