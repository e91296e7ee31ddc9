"""`mms archive`: WAL archiving, the write-ahead log and new documents streamed into the backup directory.

Responsible for knowing how far the copies go: what `state.json` says has arrived, has arrived. It
survives everything but being killed: a full or vanished disk, a database that is restarted or away.
Refuses to make base backups, and to create a directory that is not there (its disk may not be mounted).
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.backup import installation, wal
from engine.backup.copying import Copier
from engine.backup.directory import BackupDirectory, Owner, Received
from engine.backup.errors import BackupError
from engine.backup.programs import SLOT, receive
from engine.clock import SystemClock
from engine.db.cluster import Cluster
from engine.db.replication import DatabaseAway, Server, bytes_at
from engine.documents.files import FileStore, store_of
from engine.errors import Unavailable
from engine.settings import Settings

log = logging.getLogger(__name__)

LAST_SECONDS = 0.5


def run(settings: Settings, stop: threading.Event, *, every_seconds: float = 2.0) -> None:
    """Follow the database until told to stop; what fails is tried again."""
    home, store = settings.home, store_of(settings)
    while not stop.is_set():
        chosen = installation.choice(home)
        if chosen is not None:
            try:
                _follow(home, chosen, store, stop=stop, every_seconds=every_seconds)
            except (BackupError, DatabaseAway, Unavailable, OSError) as error:
                log.warning("%s", error)
        stop.wait(2 * every_seconds)


def _follow(
    home: Path, chosen: installation.Choice, store: FileStore, *, stop: threading.Event, every_seconds: float
) -> None:
    backups, url = BackupDirectory(chosen.directory), Cluster(home).url("postgres")
    with Server(url) as server:
        identifier, _ = server.identity()
        if backups.owner() != Owner(chosen.installation, identifier):
            raise BackupError(f"{backups.path} holds the backups of another installation; nothing is copied.")
        number = max(backups.wals, default=0)
        if not number or server.slot(SLOT) is None:
            raise BackupError("There is no WAL yet: run `mms backup`.")
        into = backups.wal(number)
        wal.clear_unpadded(into)
        receiver = receive(url, into)
        try:
            copier = Copier(store, FileStore.in_directory(backups.files, store.keyring))
            watch = _Watch(server, backups, number, copier, timedelta(seconds=store.blobs.listing_seconds))
            while not stop.is_set() and installation.choice(home) == chosen:
                watch.look()
                if _ended(receiver, every_seconds):
                    raise BackupError(f"The WAL is not copied (pg_receivewal ended: {receiver.returncode}).")
            watch.last_look()
        finally:
            receiver.terminate()
            receiver.communicate()


@dataclass
class _Watch:
    """Notes how far WAL and files have come."""

    server: Server
    backups: BackupDirectory
    number: int
    copier: Copier
    pause: timedelta  # between two listings of the documents
    copied: datetime | None = None  # all documents until then were copied
    asked: tuple[datetime, str] | None = None  # an instant, and where the WAL ended then

    def look(self) -> None:
        """Copy new files, and note the last asked instant once the WAL has come so far."""
        self._copy()
        slot = self.server.slot(SLOT)
        if slot is None or slot.is_lost:
            raise BackupError(
                "The WAL has a gap: it was not copied for too long. Run `mms backup` at once: "
                "nothing after the gap can be restored until there is a new base backup."
            )
        if self.asked is None:
            # The instant first: what was committed before it then lies before the position.
            self.asked = SystemClock().now(), self.server.position()
        instant, position = self.asked
        if slot.is_active and bytes_at(slot.lsn) >= bytes_at(position):
            self.backups.record_received(self.number, Received(instant, position, self.copied))
            self.asked = None

    def _copy(self) -> None:
        began = SystemClock().now()
        if self.copied is not None and began < self.copied + self.pause:
            return
        before = set(self.copier.damaged)
        self.copier.copy_new()
        self.copied = began
        for digest in sorted(self.copier.damaged - before):
            log.error("the document %s is damaged and was not copied", digest)

    def last_look(self) -> None:
        """Note what was committed before the end, so that a stopped installation is known to be whole."""
        self.asked, self.pause = None, timedelta()
        self.look()
        time.sleep(LAST_SECONDS)
        self.look()


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
