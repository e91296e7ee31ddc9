"""A real clamd with signatures of the tests' own, so that nothing is downloaded and it starts at once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.connectors.clamd import Clamd
from engine.errors import Unavailable
from tests.documents.made_files import EICAR

MARK = b"a mark that only the signature of these tests knows"
START_SECONDS = 60
CONFIGURATION = """
DatabaseDirectory {home}/signatures
LocalSocket {home}/socket
LogFile {home}/log
TemporaryDirectory {home}
Foreground yes
MaxThreads 2
StreamMaxLength 1M
"""


@contextmanager
def a_clamd() -> Iterator[str]:
    """Give the address of a running clamd that knows EICAR and `MARK`."""
    # A socket's path has to be short, shorter than those of pytest.
    home = Path(tempfile.mkdtemp(prefix="mms-clamd-"))
    (home / "signatures").mkdir()
    known = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Mms.Test.Eicar\n"
    (home / "signatures" / "mms.hdb").write_text(known)
    (home / "signatures" / "mms.ndb").write_text(f"Mms.Test.Mark:0:*:{MARK.hex()}\n")
    (home / "clamd.conf").write_text(CONFIGURATION.format(home=home))
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    with open(home / "output", "wb") as output:
        running = subprocess.Popen(
            [program, "--config-file", str(home / "clamd.conf")], stdout=output, stderr=output
        )
    try:
        _wait(running, f"unix:{home}/socket", home)
        yield f"unix:{home}/socket"
    finally:
        running.terminate()
        running.wait(START_SECONDS)
        shutil.rmtree(home)


def _wait(running: subprocess.Popen[bytes], address: str, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            Clamd(address).infection_of(b"x")
            return
        except Unavailable:
            assert running.poll() is None, (home / "output").read_text()
            assert time.monotonic() < deadline, (home / "log").read_text()
            time.sleep(0.05)
