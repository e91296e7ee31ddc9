"""`mms backup`: one base of the database, and every document that exists by then.

Responsible for the order: first the promise to keep the WAL, then the base backup, then the files, and
the manifest last, so that whatever interrupts it leaves nothing that looks whole. Refuses to copy
secrets and to judge the records.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from engine.backup import installation, programs
from engine.backup.copying import Copier, digests
from engine.backup.directory import BackupDirectory, size_of
from engine.backup.errors import BackupError
from engine.backup.manifest import Manifest
from engine.clock import SystemClock
from engine.db import migrate
from engine.db.cluster import Cluster
from engine.db.replication import Server
from engine.documents.files import FileStore, store_of
from engine.settings import Settings

Say = Callable[[str], None]
SECRETS = (
    "the keyring (MMS_KEYRING or HOME/keys.json), anew after each `mms keys add`: without it nobody can "
    "read a document again",
    "MMS_SECRET (or HOME/secret): without it everybody has to sign in again, nothing else",
    "MMS_FILES_SECRET, the password of the mail server in MMS_SMTP_URL, those of other addresses",
)
_LABEL = re.compile(r"START WAL LOCATION: (\S+) \(file ([0-9A-F]{24})\)")
_RANGE = re.compile(r'"End-LSN": "([^"]+)"')


def take(settings: Settings, directory: Path | None, *, keep: int | None, say: Say) -> Manifest:
    """Make a base backup, copy the files, remove what `keep` base backups don't need; return the manifest."""
    _refuse_foreign(settings)
    with installation.database_of(settings) as cluster, Server(cluster.url("postgres")) as server:
        identifier, timeline = server.identity()
        backups = installation.choose(settings.home, _place(settings.home, directory), identifier)
        with backups.alone():
            _refuse_full(backups, cluster)
            wal = _wal(server, backups, say)
            manifest = _base_backup(settings, cluster, backups, timeline=timeline, wal=wal)
            if keep is not None:
                say(_forget(backups, keep))
    return manifest


def copy_files(settings: Settings, directory: Path) -> tuple[int, tuple[str, ...]]:
    """Copy the documents alone; return how many are new, and which are damaged."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    copier = _copier(settings, directory / "files")
    return copier.copy_new(), tuple(sorted(copier.damaged))


def _base_backup(
    settings: Settings, cluster: Cluster, backups: BackupDirectory, *, timeline: int, wal: int
) -> Manifest:
    """Make one base backup under a name of its own."""
    began = SystemClock().now()
    name = began.strftime("%Y-%m-%dT%H-%M-%S-%f")
    unfinished = backups.begin_base_backup(name)
    database = unfinished / "database"
    url = cluster.url("postgres")
    try:
        # Counted before: what a base backup holds can only be more.
        with Server(cluster.url()) as server:
            counts, postgres = server.counts(), server.version
        programs.base_backup(url, database)
        programs.verify(database)
        ended = SystemClock().now()
        # Only now: a document is on disk before the row that cites it, so this has them all.
        files = _files(_copier(settings, backups.files), backups)
        manifest = Manifest(
            name=name,
            began_at=began,
            ended_at=ended,
            release=version("mms"),
            postgres=postgres,
            timeline=timeline,
            wal=wal,
            **_range(database),
            database_digest=_digest(database / "backup_manifest"),
            database_bytes=size_of(database),
            file_count=len(files),
            file_bytes=sum(files),
            schema=migrate.heads(cluster.url()),
            counts=counts,
            settings=settings.without_secrets(),
        )
        backups.finish_base_backup(manifest)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _copier(settings: Settings, target: Path) -> Copier:
    source = store_of(settings)
    return Copier(source, FileStore.in_directory(target, source.keyring))


def _files(copier: Copier, backups: BackupDirectory) -> list[int]:
    copier.copy_new()
    if copier.damaged:
        raise BackupError(
            f"{len(copier.damaged)} documents are damaged, the first is {min(copier.damaged)}. "
            "Their names are digests of what they were; an older backup may still have them."
        )
    return [size for _, size in digests(backups.files)]


def _range(database: Path) -> dict[str, str]:
    """Return where the base backup's WAL begins and ends."""
    label = _LABEL.search((database / "backup_label").read_text())
    end = _RANGE.search((database / "backup_manifest").read_text())
    if label is None or end is None:
        raise BackupError(f"{database} is not what pg_basebackup writes.")
    return {"start_lsn": label[1], "first_segment": label[2], "end_lsn": end[1]}


def _wal(server: Server, backups: BackupDirectory, say: Say) -> int:
    """Make sure that the WAL is kept from now on; return the number of the one that goes on."""
    slot = server.slot(programs.SLOT)
    if slot is not None and not slot.is_lost and backups.wals:
        return backups.wals[-1]
    if slot is not None:
        if slot.is_lost:
            say("The WAL had a gap: it was not copied for too long. A new one begins with this base backup.")
        server.drop_slot(programs.SLOT)
    # The directory first: whoever copies meanwhile must not put the new WAL behind the old one.
    number = backups.begin_wal()
    server.create_slot(programs.SLOT)
    return number


def _forget(backups: BackupDirectory, keep: int) -> str:
    """Remove all but the newest base backups, then what no base backup needs any more."""
    names = backups.names()
    going, staying = names[:-keep], names[-keep:]
    oldest = backups.manifest(staying[0])
    for name in going:
        backups.remove_base_backup(name)
    for number in backups.wals:
        if number < oldest.wal:
            shutil.rmtree(backups.wal(number))
    programs.forget_before(backups.wal(oldest.wal), oldest.first_segment)
    return f"Kept {len(staying)} base backups, removed {len(going)}."


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _place(home: Path, directory: Path | None) -> Path:
    if directory is not None:
        return directory.absolute()
    known = installation.choice(home)
    if known is None:
        raise BackupError("Say where to: `mms backup DIRECTORY`. Later the same directory is taken.")
    return known.directory


def _refuse_foreign(settings: Settings) -> None:
    if not settings.has_own_cluster:
        raise BackupError(
            "The database of this installation belongs to a server of its own (DATABASE_URL). Its "
            "administrator backs it up there, with that server's means. Then copy the documents: "
            "`mms backup --files-only DIRECTORY`, in this order. `mms prove` judges what was restored."
        )


def _refuse_full(backups: BackupDirectory, cluster: Cluster) -> None:
    needed, free = size_of(cluster.data), shutil.disk_usage(backups.path).free
    if free < needed:
        raise BackupError(
            f"{backups.path} has {free // 10**6} MB free and a base backup needs about {needed // 10**6} MB. "
            "Make room, or keep fewer base backups (--keep)."
        )
