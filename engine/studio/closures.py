"""Closure of a draft: its own files with all that its service needs of the catalogue.

Refuses to know SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.catalogue.blocks import folder_of
from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import read_service
from engine.studio.copies import renamed
from engine.studio.judging import BPMN, lay_out


def closure(code: str, files: Mapping[str, bytes], bpmn: Path = BPMN) -> dict[str, bytes]:
    """Return the files by their path below `bpmn/`.

    Of a draft that can't be read as a service yet, these are its own files alone.
    """
    with TemporaryDirectory(prefix="mms-draft-") as directory:
        try:
            return dict(read_service(lay_out(code, files, Path(directory), bpmn)).files)
        except CatalogueError:
            return {f"{folder_of(code)}/{path}": content for path, content in files.items()}


def own_files(code: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of a version's files that lie in the service's folder, with their path below `bpmn/`."""
    folder = f"{folder_of(code)}/"
    return {path: content for path, content in files.items() if path.startswith(folder)}


def as_copy(files: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """Return a version's files as a copy of the service under another code begins."""
    folder = f"{folder_of(old)}/"
    own = {path.removeprefix(folder): content for path, content in own_files(old, files).items()}
    others = {path: content for path, content in files.items() if not path.startswith(folder)}
    return {
        **others,
        **{f"{folder_of(new)}/{path}": content for path, content in renamed(own, old, new).items()},
    }
