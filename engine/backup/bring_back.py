"""Restoring an installation, or rehearsing it (`--rehearse`): all that `mms restore` does and reports.

Responsible for the report, and for the home being in quarantine until somebody has read it. Refuses to know
how copying, replaying and each check work.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.backup import prove
from engine.backup.errors import BackupError
from engine.backup.instants import show
from engine.backup.quarantine import Quarantine, quarantine
from engine.backup.restore import Restored, Say, refuse_used, remove_home, restore
from engine.bootstrap import build
from engine.db import migrate
from engine.db.replication import Server
from engine.installation import membership
from engine.installation.run_lock import AlreadyRunning, only_one
from engine.reconcile.report import Checked
from engine.settings import KEYRING, Settings

# Documents are copied some seconds after the WAL; less than this is no gap.
_USUAL_DELAY = timedelta(seconds=15)


@dataclass(frozen=True)
class Wanted:
    """Request to restore: from which source, to which instant, with which base backup and keyring."""

    source: Path
    to: datetime | None = None
    base: str | None = None
    may_migrate: bool = False
    keyring: Path | None = None  # without it one that lies in the home already


def into(home: Path, wanted: Wanted, *, say: Say) -> int:
    """Restore into a home, prove it, leave it stopped and in quarantine; return the number of differences."""
    bad = _into(home.absolute(), wanted, say)
    if wanted.keyring is not None:
        say(f"Documents open with {wanted.keyring}: set MMS_KEYRING, or put a copy at {home / KEYRING}.")
    say(f"{home} is in quarantine: `mms run` shows it, nothing is sent and no time runs out.")
    return bad


def _into(home: Path, wanted: Wanted, say: Say) -> int:
    refuse_used(home)
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    try:
        with only_one(home, doing="a restore is at work"):
            restored = restore(
                wanted.source, home, to=wanted.to, base=wanted.base, keyring=wanted.keyring, say=say
            )
            try:
                return _prove(restored, wanted, say)
            finally:
                restored.cluster.stop()
    except AlreadyRunning as error:
        raise BackupError(str(error)) from error


def rehearse(wanted: Wanted, *, say: Say) -> int:
    """Restore into a temporary home, prove it, remove it; return the number of differences."""
    # Not below a directory closed to the account that runs PostgreSQL for root.
    home = Path(tempfile.mkdtemp(prefix="mms-rehearsal-"))
    home.chmod(0o711)
    try:
        return _into(home, wanted, say)
    finally:
        remove_home(home)
        shutil.rmtree(home, ignore_errors=True)


def _prove(restored: Restored, wanted: Wanted, say: Say) -> int:
    restored.cluster.create_database()  # it is there; an older backup lacks the roles
    settings = _settings(restored, wanted)
    _bring_up_to_date(settings, wanted, say)
    engine = build(settings)
    bad = 0
    try:
        for checked in _checks(restored, wanted):
            say("\n".join(checked.lines()))
            bad += len(checked.differences)
        for checked in prove.prove(engine):
            say("\n".join(checked.lines()))
            bad += len(checked.differences)
        again = prove.told(prove.outgoing(engine))
        membership.forget(engine)
    finally:
        engine.close()
    until = _until(restored)
    quarantine(
        restored.home,
        Quarantine(is_whole=True, source=str(wanted.source.absolute()), until=until, again=again),
    )
    for line in _report(restored, until, again):
        say(line)
    say(f"{bad} differences" if bad else "no difference")
    return bad


def _bring_up_to_date(settings: Settings, wanted: Wanted, say: Say) -> None:
    """Migrate an older schema if that was asked for; a newer one can't be proved here."""
    there = migrate.schema(settings.owner_url)
    if there.is_current:
        return
    if there.is_unreleased:
        raise BackupError(
            f"The backup is of an earlier, unreleased version of MMS (schema {there.revision}), which can't "
            "be brought over. Begin anew in an empty folder."
        )
    if there.is_newer:
        raise BackupError(
            f"The backup's schema ({there.revision}) is newer than this release. Restore it with the release "
            "of MMS that made it, or a later one."
        )
    if not wanted.may_migrate:
        raise BackupError(
            f"The backup's schema ({there.revision or 'empty'}) is older than this release. Restore it with "
            "--migrate, or with the release of MMS that made it."
        )
    say(f"Migrated: {', '.join(migrate.upgrade(settings.owner_url))}")


def _checks(restored: Restored, wanted: Wanted) -> Iterator[Checked]:
    """Yield what only a restore can check: the copies, and the rows there were."""
    damaged = tuple(f"the document {digest} is damaged in the backup" for digest in restored.damaged)
    damaged += tuple(
        f"{count} documents are encrypted with the key {key}, which is not in the keyring: bring the keyring "
        "back (--keys FILE), or nobody can read them"
        for key, count in sorted(restored.locked.items())
    )
    yield Checked("copied documents", f"{restored.base.file_count} when the base backup was made", damaged)
    received, notes = restored.received, []
    if wanted.to is None and received is not None:
        behind = received.wal_until - (received.files_until or restored.base.ended_at)
        if behind > _USUAL_DELAY:
            notes.append(f"documents were copied {behind.total_seconds():.0f} s behind the WAL")
    if restored.wal.damage:
        notes.append(f"the WAL is damaged after the restored instant: {restored.wal.damage}")
    last = restored.wal.last
    yield Checked("wal", f"last commit {show(last.at)}" if last else "no commit", (), tuple(notes))
    with Server(restored.cluster.url()) as server:
        yield prove.counts(server, restored.base.counts)


def _until(restored: Restored) -> str:
    last = restored.wal.last
    return show(last.at if last else restored.base.ended_at)


def _report(restored: Restored, until: str, again: str) -> Iterator[str]:
    """Yield what the operator has to know before anybody works with it."""
    yield f"Restored up to and with the last commit, {until}."
    wal = restored.wal
    if wal.next is not None:
        yield (
            f"Left out: {wal.left_out} later commits, the first at {show(wal.next.at)}. What they "
            "did outside (letters by mail, numbers of cases and orders that people were told) has happened; "
            "the same numbers will be given again."
        )
    if again:
        yield (
            f"Waiting at that instant: {again}. If MMS ran on after it, this has been done once already. "
            "Nothing goes out before `mms resume-outgoing`, which lists it."
        )


def _settings(restored: Restored, wanted: Wanted) -> Settings:
    """Return settings under which nothing outside can be reached."""
    return Settings(
        mode="demo" if restored.base.settings.get("MMS_MODE") == "demo" else "production",
        home=restored.home,
        database_url=restored.cluster.login_url(),
        database_owner_url=restored.cluster.owner_url(),
        secret=secrets.token_urlsafe(48),
        keyring=wanted.keyring,
    )
