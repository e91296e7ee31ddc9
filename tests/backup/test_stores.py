"""Backups of an installation whose machines share a store, and what is restored from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.backup.copying import Copier
from engine.bootstrap import Engine, build
from engine.db.cluster import Cluster
from engine.documents.files import FileStore
from engine.installation import membership
from engine.settings import Settings
from tests.backup.kit import Installation, restore, until
from tests.documents.object_store import an_object_store


@contextmanager
def an_engine(settings: Settings) -> Iterator[Engine]:
    engine = build(settings)
    try:
        yield engine
    finally:
        engine.close()


def test_restore__installation_with_a_marker__starts_as_one_of_its_own(
    installation: Installation, place: Path
) -> None:
    digest = installation.add_file(b"a document")
    with an_engine(installation.settings) as engine:
        membership.join(engine)
    installation.back_up()
    installation.cluster.stop()

    report = restore(installation.backups.path, place / "restored")

    assert report.bad == 0, report.said
    cluster = Cluster(place / "restored")
    cluster.start()
    # Its secret is in no backup.
    restored = replace(
        installation.settings,
        home=cluster.home,
        database_url=cluster.login_url(),
        database_owner_url=cluster.owner_url(),
        secret="another secret" * 4,
    )
    with an_engine(restored) as engine:
        membership.join(engine)
        assert engine.connections.files.get(digest) == b"a document"
        assert membership.differences(engine) == ()


def test_backup__of_documents_in_a_bucket__is_restored_into_the_home_and_brought_into_another_bucket(
    installation: Installation, place: Path
) -> None:
    with an_object_store() as server:
        bucket = replace(installation, files=server.location())
        with an_engine(bucket.settings) as engine:
            membership.join(engine)
            digest = engine.connections.files.put(b"a document")

        bucket.back_up()
        installation.cluster.stop()
        report = restore(installation.backups.path, place / "restored")

        assert report.bad == 0, report.said
        home = FileStore.in_directory(place / "restored" / "files", installation.store.keyring)
        assert home.get(digest) == b"a document"

        # When its files are brought into a bucket, where it shall run from now on
        moved = FileStore(server.location("restored").blobs(place), installation.store.keyring)
        assert Copier(home, moved).copy_new() == 1
        assert moved.get(digest) == b"a document"
        moved.blobs.close()


def test_archive__documents_in_a_bucket__follow(installation: Installation, place: Path) -> None:
    with an_object_store() as server:
        bucket = replace(installation, files=server.location())
        bucket.back_up()
        with bucket.archiving():
            until(lambda: bucket.backups.received(bucket.backups.wals[-1]))
            digest = bucket.add_file(b"a document")
        copies = FileStore.in_directory(bucket.backups.files, bucket.store.keyring)
        assert copies.get(digest) == b"a document"
