"""Writing a version's files back: a catalogue that holds this one service and all it needs.

What is written reads as the same version: checking and publishing it gives the same digest. It
refuses to know where the files come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.errors import Rejected


class DirectoryNotEmpty(Rejected):
    """Files of another version, left lying there, would become part of this one."""

    code = "export.directory_not_empty"


def write_catalogue(files: Mapping[str, bytes], directory: Path) -> None:
    """Write the files by their path below `bpmn/` into a directory that is new or empty."""
    if directory.exists() and any(directory.iterdir()):
        raise DirectoryNotEmpty(directory=str(directory))
    for path, content in files.items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
