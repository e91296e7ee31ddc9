"""The virtual environment: created once, filled from a lock with hashes, renewed when the lock changes.

Only wheels are taken: a server has no compiler, and a package that would need one is to be found
out here and not there. The lock is complete, so nothing is resolved: a resolver would look at
newer releases of what a package names with extras (`fonttools[woff]`), and refuse them for want
of a hash on the day one appears.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from installing.progress import Stopped, run, say

OLDEST, NEWEST = (3, 11), (3, 13)
STAMP = "mms-installed.json"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


def ensure(top: Path, kind: str) -> Path:
    """Return the environment's Python, with everything the lock of this kind names."""
    environment = top / ".venv"
    python = environment / "bin" / "python"
    if is_complete(top, kind):
        return python
    stamp = environment / STAMP
    if environment.exists() and not _runs(python):
        _remove(environment)
    if not python.exists():
        run("Creating .venv", [sys.executable, "-m", "venv", environment], cwd=top)
    # From here until the end the environment is ours and incomplete.
    stamp.write_text(json.dumps({"kind": "", "digest": ""}))
    lock = top / "requirements" / f"{kind}.txt"
    _install_locked(python, lock)
    # Without isolation the build uses the locked setuptools and asks no registry for another.
    itself = ("--no-deps", "--no-build-isolation", "--root-user-action", "ignore")
    as_path = ("--config-settings", "editable_mode=compat")
    run(
        "Installing the project itself",
        [python, *PIP, "install", *itself, *as_path, "--editable", top],
        cwd=top,
    )
    run("Checking that no package lacks another", [python, *PIP, "check"], cwd=top)
    stamp.write_text(json.dumps({"kind": kind, "digest": digest(_inputs(top, kind))}))
    return python


def _install_locked(python: Path, lock: Path) -> None:
    """Install the packages of a lock, each in the version and with one of the hashes it gives."""
    packages = _count(lock)
    seen: set[str] = set()

    def progress(line: str) -> str | None:
        if not line.startswith("Collecting "):
            return None
        seen.add(line)
        return f"{len(seen)} of about {packages} packages"

    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--root-user-action", "ignore")
    install: list[str | Path] = [python, *PIP, "install", *options, "--requirement", lock]
    run(
        f"Installing {packages} Python packages from requirements/{lock.name}",
        install,
        cwd=lock.parent.parent,
        progress=progress,
    )


def is_complete(top: Path, kind: str) -> bool:
    """Return whether the environment has what this kind needs; tests have all that the server has."""
    try:
        installed = json.loads((top / ".venv" / STAMP).read_text())
    except (FileNotFoundError, ValueError):
        return False
    enough = {"server": ("server", "test"), "test": ("test",)}[kind]
    if installed["kind"] not in enough or not _runs(top / ".venv" / "bin" / "python"):
        return False
    return bool(installed["digest"] == digest(_inputs(top, installed["kind"])))


def digest(paths: Iterable[Path]) -> str:
    """Return a name for the contents of these files."""
    sum = hashlib.sha256()
    for path in paths:
        sum.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sum.hexdigest()


def _inputs(top: Path, kind: str) -> list[Path]:
    return [top / "requirements" / f"{kind}.txt", top / "setup.cfg", top / "pyproject.toml"]


def _runs(python: Path) -> bool:
    """Return whether it starts and is a release we support, though perhaps not the one set-up runs on."""
    question = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _remove(environment: Path) -> None:
    """Remove an environment whose Python has gone or is too old; one that we did not make is left alone."""
    if not (environment / STAMP).exists():
        raise Stopped(
            f"{environment} exists, was not made by this set-up and has no usable Python. "
            "Move it away and run the same command again. Nothing was changed."
        )
    say("Python environment: its Python has gone or is not supported any more, so it is made anew")
    shutil.rmtree(environment)


def _count(lock: Path) -> int:
    return sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())
