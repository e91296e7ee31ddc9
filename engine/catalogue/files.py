"""Reading files that somebody else wrote.

Uploaded and edited folders are not trusted: symbolic links are refused (they could show a
server's file in a preview), so are oversized files and trees, and names that need escaping.
Refuses to know what the files mean, except that JSON is JSON.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine import canonical
from engine.catalogue.errors import CatalogueError

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_TREE_BYTES = 24 * 1024 * 1024
MAX_FILES = 1_000
MAX_DEPTH = 4
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


Refusal = Callable[[CatalogueError], None]


def read_file(path: Path, label: str) -> bytes:
    """Return the bytes of a regular file; `label` is what an error calls it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise CatalogueError("file_missing", label) from None
    except OSError as error:
        raise CatalogueError("file_unreadable", label, error.strerror or "") from None
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise CatalogueError("not_a_file", label)
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise CatalogueError("file_too_large", label, f"more than {MAX_FILE_BYTES} bytes")
    return content


def raised(error: CatalogueError) -> None:
    """Refuse a whole folder for what is wrong with one thing in it."""
    raise error


def read_tree(folder: Path, label: str, refuse: Refusal = raised) -> dict[str, bytes]:
    """Return every file below the folder by its path relative to it, in order of path.

    Where `refuse` returns, what it was told of is left out.
    """
    if folder.is_symlink():
        refuse(CatalogueError("symbolic_link", label))
        return {}
    found: dict[str, bytes] = {}
    size = 0
    for path, relative in _walk(folder, label, depth=0, refuse=refuse):
        try:
            content = read_file(path, f"{label}/{relative}")
        except CatalogueError as error:
            refuse(error)
            continue
        size += len(content)
        if size > MAX_TREE_BYTES or len(found) == MAX_FILES:
            refuse(CatalogueError("folder_too_large", label))
            break
        found[relative] = content
    return dict(sorted(found.items()))


def read_json(content: bytes, label: str) -> Any:
    """Return the value of a JSON file."""
    try:
        return canonical.loads(content)
    except canonical.NotCanonical as error:
        raise CatalogueError("not_json", label, str(error)) from None


def _walk(folder: Path, label: str, *, depth: int, refuse: Refusal) -> Iterator[tuple[Path, str]]:
    if depth > MAX_DEPTH:
        refuse(CatalogueError("folder_too_deep", label))
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        refuse(CatalogueError("folder_unreadable", label, error.strerror or ""))
        return
    for entry in entries:
        inner = f"{label}/{entry.name}"
        if entry.name.startswith("."):
            # What editors and file managers leave behind is neither read nor published.
            continue
        if not NAME.fullmatch(entry.name):
            refuse(CatalogueError("bad_file_name", inner))
        elif entry.is_symlink():
            refuse(CatalogueError("symbolic_link", inner))
        elif entry.is_dir():
            for path, relative in _walk(Path(entry.path), inner, depth=depth + 1, refuse=refuse):
                yield path, f"{entry.name}/{relative}"
        else:
            yield Path(entry.path), entry.name
