"""Resolves the packages that setup.cfg names and writes the locks.

One Python lock serves every supported release, with hashes. The test lock contains the server
lock, so that tests run what servers run. Refuses to know what the packages are for.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
OLDEST = "3.11"


def main() -> None:
    # What is locked stays as it is, unless newer releases are what somebody wants.
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv[1:] else ()
    server, test = (TOP / "requirements" / f"{name}.txt" for name in ("server", "test"))
    resolve(server, *upgrade)
    resolve(test, "--extra", "test", "--constraint", str(server), *upgrade)
    for lock in (server, test):
        if re.search(r"://|--index-url|--find-links", lock.read_text()):
            sys.exit(f"{lock} names a place; it must name packages only.")


def resolve(lock: Path, *options: str) -> None:
    command = [
        str(UV),
        "pip",
        "compile",
        "setup.cfg",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--quiet",
    ]
    command += ["--python-version", OLDEST, "--output-file", str(lock), *options]
    subprocess.run(command, cwd=TOP, check=True)


if __name__ == "__main__":
    main()
