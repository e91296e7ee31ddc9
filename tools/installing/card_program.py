"""The card program for people's own computers: a wheel with its extension, offered at web/static/card/.

It is built of what runs beside the reader and nothing else, and anew when any of that changes.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from installing.progress import run
from installing.python import PIP, digest

STAMP = ".mms-installed"
PARTS = ("cards", "agent", "extension")


def ensure(top: Path, python: Path) -> None:
    """Bring the wheel up to date."""
    source, built = top / "signing", top / "web" / "static" / "card"
    files = sorted(path for part in PARTS for path in (source / part).rglob("*") if _counts(path))
    wanted = digest([source / "__init__.py", *files])
    stamp = built / STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(built, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        stage = Path(place) / "mms-card"
        for path in [source / "__init__.py", *files]:
            copy = stage / path.relative_to(top)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        shutil.move(stage / "signing" / "agent" / "pyproject.toml", stage)
        # Without isolation the build uses the locked setuptools and asks no registry for another.
        how = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir")
        run("Building the card program", [python, *PIP, "wheel", *how, built, stage], cwd=top)
    stamp.write_text(wanted)


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts
