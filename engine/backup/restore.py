"""`mms restore`: point-in-time recovery of a base backup, its WAL and the documents into an empty home.

Responsible for the order: choose, verify, put the home into quarantine, copy, replay, say how far it came.
Refuses to touch a home that is not empty, and leaves what it made in quarantine: nothing goes out by itself.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.backup import programs
from engine.backup import wal as wals
from engine.backup.copying import digests
from engine.backup.directory import BackupDirectory, Received
from engine.backup.errors import BackupError
from engine.backup.instants import show
from engine.backup.manifest import Manifest
from engine.backup.quarantine import Quarantine, quarantine, quarantined
from engine.backup.wal import WalExtent
from engine.db.binaries import MAJOR
from engine.db.cluster import Cluster
from engine.db.replication import DatabaseAway, Recovery, Server, bytes_at
from engine.documents.files import FileStore
from engine.documents.keys import KeyMissing, Keyring, KeyringUnusable
from engine.errors import Broken
from engine.settings import KEYRING

Say = Callable[[str], None]
_SERVER_STARTS_SECONDS = 3600
_LOOK_SECONDS = 0.2
_MAY_LIE_THERE = ("lost+found", "run.lock", "quarantine.json", ".postgres.lock", KEYRING)


@dataclass(frozen=True)
class Restored:
    """Result of a restore: the home, the running cluster, and the documents that are damaged or locked."""

    home: Path
    base: Manifest
    cluster: Cluster  # running
    wal: WalExtent
    damaged: tuple[str, ...]  # documents that could not be copied
    locked: Mapping[str, int]  # documents whose key is not in the keyring, by key
    received: Received | None


def restore(
    source: Path,
    home: Path,
    *,
    to: datetime | None = None,
    base: str | None = None,
    keyring: Path | None = None,
    say: Say,
) -> Restored:
    """Bring an installation back; return it with its database running and everything else in quarantine."""
    backups = BackupDirectory(source)
    backups.owner()
    manifest = _choose(backups, to=to, wanted=base)
    say(f"Base {manifest.name}: {manifest.database_bytes // 10**6} MB, {manifest.file_count} documents")
    _verify(backups, manifest)
    say("Base backup verified")
    _claim(home, backups, manifest)
    quarantine(home, Quarantine(is_whole=False, source=str(backups.path), until=""))
    found = _place(backups, manifest, home, to)
    say(f"WAL read: {_told(found)}")
    cluster = _replay(home, found, to=to)
    say("WAL replayed")
    damaged, locked = _copy_documents(backups.files, home, Keyring(keyring or home / KEYRING))
    for directory in (home, cluster.directory):
        _flush_filesystem(directory)
    say(f"Documents copied, {len(damaged)} damaged" if damaged else "Documents copied")
    return Restored(home, manifest, cluster, found, damaged, locked, backups.received(manifest.wal))


def _choose(backups: BackupDirectory, *, to: datetime | None, wanted: str | None) -> Manifest:
    """Return the newest base backup that ended before the wanted instant, or the one that was named."""
    names = backups.names()
    if wanted is not None and wanted not in names:
        raise BackupError(f"There is no base backup {wanted}. There are: {', '.join(names) or 'none'}.")
    if not names:
        raise BackupError(f"{backups.path} holds no finished base backup.")
    for name in [wanted] if wanted else reversed(names):
        try:
            manifest = backups.manifest(name)
        except BackupError as error:
            older = f" Restore from an older one: --base {names[0]}." if name != names[0] else ""
            raise BackupError(f"{error} The base {name} can't be used.{older}") from error
        if to is None or manifest.ended_at <= to:
            _refuse_unknown(backups, manifest, to)
            return manifest
    raise BackupError(
        f"No earlier instant than {show(manifest.ended_at)} can be restored from this base backup."
    )


def _refuse_unknown(backups: BackupDirectory, manifest: Manifest, to: datetime | None) -> None:
    """Refuse an instant that lies after everything that was copied."""
    received = backups.received(manifest.wal)
    until = max(manifest.ended_at, received.wal_until) if received else manifest.ended_at
    if to is not None and to > until:
        raise BackupError(
            f"The backup knows nothing later than {show(until)}. Leave out --to to restore all there is."
        )


def _verify(backups: BackupDirectory, manifest: Manifest) -> None:
    """Refuse a base backup that is not what it was when it was made."""
    database = backups.database(manifest.name)
    if manifest.major != MAJOR:
        raise BackupError(
            f"The base {manifest.name} was made by PostgreSQL {manifest.major}; this release brings "
            f"PostgreSQL {MAJOR}. Restore it with the release of MMS that made it ({manifest.release})."
        )
    try:
        content = (database / "backup_manifest").read_bytes()
        if hashlib.sha256(content).hexdigest() != manifest.database_digest:
            raise BackupError("PostgreSQL's manifest was altered.")
        programs.verify(database)
    except (BackupError, OSError) as error:
        others = [name for name in backups.names() if name != manifest.name]
        hint = f" Another base backup: --base {others[-1]}." if others else ""
        raise BackupError(f"The base {manifest.name} is damaged: {error}{hint}") from error


def refuse_used(home: Path) -> None:
    """Refuse a home that holds anything but what an interrupted restore left."""
    if not home.exists():
        return
    why = quarantined(home)
    if why is not None and not why.is_whole:
        return
    strange = sorted(path.name for path in home.iterdir() if path.name not in _MAY_LIE_THERE)
    if strange or why is not None:
        raise BackupError(
            f"{home} is not empty ({', '.join(strange[:3]) or 'a restored installation'}). Restoring "
            "overwrites nothing: give an empty directory."
        )


def _claim(home: Path, backups: BackupDirectory, manifest: Manifest) -> None:
    """Clear the home of what an interrupted restore left, and see that there is room."""
    if quarantined(home) is not None:
        Cluster(home).stop()
        remove_home(home, keep=_MAY_LIE_THERE)
    segments = wals.bytes_from(backups.wal(manifest.wal), manifest.first_segment)
    needed = manifest.database_bytes + segments + sum(size for _, size in digests(backups.files))
    free = shutil.disk_usage(home).free
    if free < needed:
        raise BackupError(f"{home} has {free // 10**6} MB free; about {needed // 10**6} MB are needed.")


def remove_home(home: Path, *, keep: tuple[str, ...] = ()) -> None:
    """Remove the content of a home that a restore made, with the data that lie elsewhere for root."""
    data = home / "postgres"
    if data.is_symlink():
        shutil.rmtree(data.resolve(), ignore_errors=True)
        data.unlink()
    for path in home.iterdir():
        if path.name not in keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _place(backups: BackupDirectory, manifest: Manifest, home: Path, to: datetime | None) -> WalExtent:
    """Copy base and WAL to where the server will replay them, and read the copy of the WAL."""
    copied, found = backups.wal(manifest.wal), WalExtent()

    def fill(data: Path) -> None:
        nonlocal found
        shutil.copytree(backups.database(manifest.name), data, symlinks=True)
        data.chmod(0o700)
        wal = data / "pg_wal"
        wals.stage(copied, manifest.first_segment, wal)
        received = backups.received(manifest.wal)
        ends = [manifest.end_lsn, *([received.lsn] if received else [])]
        found = wals.read(wal, timeline=manifest.timeline, start=manifest.start_lsn,
                              end=max(ends, key=bytes_at), to=to)  # fmt: skip
        wals.refuse_gap(found, copied, to=to)
        (data / "recovery.signal").touch()

    Cluster(home).place(fill)
    return found


def _replay(home: Path, found: WalExtent, *, to: datetime | None) -> Cluster:
    """Let PostgreSQL replay the WAL; return the running server."""
    # The WAL lies in place, so there is nothing to fetch. PostgreSQL refuses an instant that no
    # transaction has passed; then the end of the WAL is that instant.
    settings = {"restore_command": "false", "recovery_target_action": "promote"}
    if to is not None and found.stops:
        settings["recovery_target_time"] = to.isoformat()
    replaying = Cluster(home, settings=settings)
    replaying.start(seconds=_SERVER_STARTS_SECONDS)
    recovery = _wait(replaying)
    replaying.stop()
    _compare(recovery, found)
    cluster = Cluster(home)
    cluster.start()
    return cluster


def _compare(recovery: Recovery, found: WalExtent) -> None:
    """Refuse a recovery that ended elsewhere than the WAL says it should."""
    reached = bytes_at(recovery.lsn or "0/0")
    if found.last is not None and reached <= bytes_at(found.last.lsn):
        raise BackupError(f"PostgreSQL ended at {recovery.lsn}, before the commit of {show(found.last.at)}.")
    if found.next is not None and reached > bytes_at(found.next.lsn):
        raise BackupError(f"PostgreSQL ended at {recovery.lsn}, after the commit of {show(found.next.at)}.")


def _wait(cluster: Cluster) -> Recovery:
    """Return when the server has replayed all it was told to."""
    while True:
        if cluster.pid is None:
            raise BackupError(f"PostgreSQL ended while it replayed the WAL. See {cluster.log}.")
        with suppress(DatabaseAway), Server(cluster.url("postgres")) as server:
            recovery = server.recovery()
            if recovery.is_over:
                return recovery
        time.sleep(_LOOK_SECONDS)


def _copy_documents(source: Path, home: Path, keyring: Keyring) -> tuple[tuple[str, ...], Counter[str]]:
    """Copy every document as it lies; return those that are damaged, and how many no key opens."""
    damaged: list[str] = []
    locked: Counter[str] = Counter()
    copies, target = FileStore.in_directory(source, keyring), FileStore.in_directory(home / "files", keyring)
    for digest, _ in digests(source):
        try:
            target.put_lying(digest, copies.lying(digest))
        except Broken:
            damaged.append(digest)
        except (KeyMissing, KeyringUnusable):
            # Nobody can say whether it is whole. It may be, so it comes along.
            locked[(copies.key_of(digest) or b"").hex()] += 1
            target.put_lying(digest, copies.lying_unseen(digest))
    return tuple(sorted(damaged)), locked


def _flush_filesystem(directory: Path) -> None:
    """Make everything that was copied survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(directory))
    finally:
        os.close(descriptor)


def _told(found: WalExtent) -> str:
    ends = f"last commit {show(found.last.at)}" if found.last else "no commit after the base backup"
    return ends + (f", {found.left_out} later commits are left out" if found.left_out else "")
