"""PostgreSQL's own programs for backups, as this package uses them.

They come with the server and are of its release. Each ends with us, however we end. Refuses to
know what their results are for.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from engine.backup.errors import BackupError
from engine.db.binaries import find
from engine.installation.programs import end_with

SLOT = "mms_backup"


def base_backup(url: str, into: Path) -> None:
    """Copy the running database with the WAL of the time it takes; flushed when this returns."""
    _run("pg_basebackup", f"--dbname={url}", f"--pgdata={into}", "--wal-method=stream", "--checkpoint=fast",
         "--manifest-checksums=SHA256", "--label=mms backup")  # fmt: skip


def verify(base: Path) -> None:
    """Compare each file of a copied database with its checksum, and read the WAL that came with it."""
    _run("pg_verifybackup", "--quiet", str(base))


def receive(url: str, into: Path) -> subprocess.Popen[bytes]:
    """Begin to copy the WAL as it is written; each piece is flushed before it is acknowledged."""
    return _spawn("pg_receivewal", f"--dbname={url}", f"--directory={into}", f"--slot={SLOT}",
                  "--synchronous", "--no-loop", "--status-interval=1", stderr=None)  # fmt: skip


def forget_before(wal: Path, segment: str) -> None:
    """Delete the segments of a WAL that are older than this one."""
    _run("pg_archivecleanup", str(wal), segment)


class Reading:
    """A WAL being read: its ends of transactions line by line, then why it stopped."""

    def __init__(self, wal: Path, *, timeline: int, start: str, end: str | None = None) -> None:
        until = [f"--end={end}"] if end else []
        self._process = _spawn("pg_waldump", f"--path={wal}", f"--timeline={timeline}",
                               f"--start={start}", "--rmgr=Transaction", *until,
                               stderr=subprocess.PIPE)  # fmt: skip
        self.trouble: str | None = None

    def lines(self) -> Iterator[str]:
        """Yield the records; afterwards `trouble` is None if the end was reached."""
        process = self._process
        assert process.stdout is not None
        assert process.stderr is not None
        with process:
            for line in process.stdout:
                yield line.decode(errors="replace")
            said = process.stderr.read().decode(errors="replace").strip()
        if process.returncode != 0:
            self.trouble = said or f"pg_waldump ended with code {process.returncode}"


def _run(program: str, *arguments: str) -> None:
    process = _spawn(program, *arguments, stderr=subprocess.PIPE)
    _, said = process.communicate()
    if process.returncode != 0:
        words = said.decode(errors="replace").strip() or f"it ended with code {process.returncode}"
        raise BackupError(f"{program}: {words}")


def _spawn(program: str, *arguments: str, stderr: int | None) -> subprocess.Popen[bytes]:
    path = find().directory / program
    if not path.exists():
        raise BackupError(f"{path} is missing: this installation of PostgreSQL lacks its client programs.")
    return subprocess.Popen(
        [str(path), *arguments],
        env={"PATH": f"{path.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        preexec_fn=end_with(os.getpid()),
    )
