"""Where golden files lie and how they are written: once, and never again.

A golden file records what released code did. It belongs to one version of FEEL, of the stored form
of tokens or of the operations, and is not changed while that version may still be in use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import canonical

HERE = Path(__file__).parent

ADVICE = """{what} version {version} differs from what tests/golden/{part}/v{version}/{name}.json says it did.
Services are published under this version, and their cases go on under it: the difference would change them.
- If the change is a mistake, mend it.
- If nothing has been released under this version yet, remove the file and run: python -m tests.golden.write
- If it is meant, raise {constant}, keep the old meaning for the old version (or take it out of {runs}: then
  a start is refused while cases of it are open), and run: python -m tests.golden.write
{differences}"""


def folder(part: str, version: int) -> Path:
    return HERE / part / f"v{version}"


def names(part: str, version: int) -> list[str]:
    """Return the names of the golden files of a version."""
    return sorted(path.stem for path in folder(part, version).glob("*.json"))


def read(part: str, version: int, name: str) -> Any:
    return canonical.loads((folder(part, version) / f"{name}.json").read_bytes())


def write(part: str, version: int, name: str, content: Any) -> bool:
    """Write a file that is not there yet; say whether it was written."""
    path = folder(part, version) / f"{name}.json"
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_in_lines(content), encoding="utf-8")
    return True


def _in_lines(content: Any) -> str:
    """Return canonical JSON with a line for each entry, so that a difference can be read."""
    if isinstance(content, Mapping):
        entries = [f"{json.dumps(key)}: {_entries(value)}" for key, value in content.items()]
        return "{\n" + ",\n".join(entries) + "\n}\n"
    return _entries(content) + "\n"


def _entries(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f" {canonical.dumps(entry).decode()}" for entry in value) + "\n]"
    return canonical.dumps(value).decode()
