"""Limits of what may be kept as a file of a draft.

Nothing else reads a draft before validation does, so whatever is hostile is refused here: names that lead
elsewhere, sizes, documents that would be expanded or read from elsewhere. What is merely wrong is kept: the
validation says how to mend it. Refuses to know what the files mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import MAX_FILE_BYTES, MAX_TREE_BYTES, NAME, read_json
from engine.catalogue.folder import ALLOWED
from engine.decisions.errors import DecisionError
from engine.decisions.xml import parse
from engine.errors import Rejected
from engine.process import DiagramError
from engine.process.source import read_source

MOST_FILES: Final = 200
LONGEST_PATH: Final = 150
PICTURES: Final = (
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".svg",
    ".css",
)  # come with the draft and stay as they are


class PathNotAllowed(Rejected):
    """No service has a file of this name."""

    code = "service_draft.path_not_allowed"


class FileTooLarge(Rejected):
    """The file, or the draft with it, would be larger than a service may be."""

    code = "service_draft.too_large"


class FileUnusable(Rejected):
    """Unusable file: what was sent is not a file of this kind at all."""

    code = "service_draft.file_unusable"


def check_path(path: str) -> None:
    """Raise `PathNotAllowed` unless a service may have the file and analysts may write it."""
    is_named = len(path) <= LONGEST_PATH and all(NAME.fullmatch(part) for part in path.split("/"))
    if not is_named or not ALLOWED.fullmatch(path) or path.endswith(PICTURES):
        raise PathNotAllowed(path=path[:LONGEST_PATH])


def check_content(path: str, content: bytes) -> None:
    """Raise `FileTooLarge` or `FileUnusable`."""
    if len(content) > MAX_FILE_BYTES:
        raise FileTooLarge(path=path, limit=MAX_FILE_BYTES // 1024 // 1024)
    try:
        if path.endswith(".bpmn"):
            read_source(content)
        elif path.endswith(".dmn"):
            parse(content)
        elif path.endswith((".json", ".form")):
            read_json(content, path)
        elif "\0" in content.decode():
            raise FileUnusable(path=path, detail="NUL")
    except DiagramError as error:
        raise FileUnusable(path=path, detail=error.code) from None
    except DecisionError as error:
        raise FileUnusable(path=path, detail=error.code) from None
    except CatalogueError as error:
        raise FileUnusable(path=path, detail=error.detail) from None
    except UnicodeDecodeError:
        raise FileUnusable(path=path, detail="UTF-8") from None


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Raise `FileTooLarge` if a draft of these files would be more than a service may be."""
    if len(sizes) > MOST_FILES or sum(sizes.values()) > MAX_TREE_BYTES:
        raise FileTooLarge(path=f"{len(sizes)}", limit=MAX_TREE_BYTES // 1024 // 1024)
