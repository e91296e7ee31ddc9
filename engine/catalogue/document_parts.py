"""The parts of `bpmn/shared/documents/` that the templates of a version ask for.

A version keeps the parts its templates name, so a part may change without touching what is
published. Refuses to know what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.documents.parts import assembled, parts_named
from engine.texts import ANY_LANGUAGE

FOLDER: Final = "shared/documents"
_TEMPLATE: Final = re.compile(rf".+/documents/[^/]+\.({ANY_LANGUAGE})\.html")
_PLAIN: Final = re.compile(r"[a-z][a-z0-9_]*")


def is_part(path: str) -> bool:
    """Tell whether a file of a version is a part and no template of its own."""
    return path.startswith(f"{FOLDER}/")


def read_parts(files: Mapping[str, bytes], bpmn: Path) -> dict[str, bytes]:
    """Return the parts that these templates name, by their path below `bpmn/`."""
    found: dict[str, bytes] = {}
    for path, content in files.items():
        match = _TEMPLATE.fullmatch(path)
        for name in sorted(parts_named(content)) if match else ():
            assert match is not None
            part = f"{FOLDER}/{name}.{match[1]}.html"
            if not _PLAIN.fullmatch(name) or not (bpmn / part).exists():
                raise CatalogueError("part_unknown", path, name)
            found[part] = read_file(bpmn / part, part)
    return dict(sorted(found.items()))


def whole(files: Mapping[str, bytes], path: str) -> bytes:
    """Return a template of a version with its parts in their places."""
    language = path.rsplit(".", 2)[1]
    beside = {name: f"{FOLDER}/{name}.{language}.html" for name in parts_named(files[path])}
    parts = {name: files[part] for name, part in beside.items() if part in files}
    return assembled(files[path], parts)
