"""The parts that the templates of a version ask for: the service's own, and those that all share.

Own parts lie beside the templates, in `documents/parts/` of a service or block; shared ones in
`bpmn/shared/documents/`. A version keeps the parts its templates name, so a part may change without touching
what is published. Refuses to know what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file
from engine.documents.parts import assembled, parts_named
from engine.texts import ANY_LANGUAGE

FOLDER: Final = "shared/documents"
PART_FILE: Final = rf"documents/parts/[a-z][a-z0-9_]*\.({ANY_LANGUAGE})\.html"
_OWN: Final = re.compile(
    r"(?P<folder>[^/]+/[^/]+/documents)/parts/(?P<name>[^/.]+)\.(?P<language>[^/]+)\.html"
)
_TEMPLATE: Final = re.compile(rf"(?P<folder>.+/documents)/[^/]+\.(?P<language>{ANY_LANGUAGE})\.html")
_PLAIN: Final = re.compile(r"[a-z][a-z0-9_]*")


def is_part(path: str) -> bool:
    """Tell whether a file of a version is a part and no template of its own."""
    return path.startswith(f"{FOLDER}/") or is_own_part(path)


def is_own_part(path: str) -> bool:
    """Tell whether a file of a version is a part that its service, or a block, has for itself."""
    return _OWN.fullmatch(path) is not None


def read_parts(files: Mapping[str, bytes], bpmn: Path) -> dict[str, bytes]:
    """Return the shared parts that these templates name, by their path below `bpmn/`.

    What lies beside a template, as a part of its own service, is among the files already.
    """
    found: dict[str, bytes] = {}
    for path, content in files.items():
        match = _TEMPLATE.fullmatch(path)
        for name in sorted(parts_named(content)) if match else ():
            own, shared = _places(path, name)
            if own in files:
                continue
            if not _PLAIN.fullmatch(name) or not (bpmn / shared).exists():
                raise CatalogueError("part_unknown", path, name)
            found[shared] = read_file(bpmn / shared, shared)
    return dict(sorted(found.items()))


def expect_names_apart(files: Mapping[str, bytes], bpmn: Path) -> None:
    """Refuse an own part that is called like a shared one: nobody could tell which of them a letter means."""
    for path in files:
        match = _OWN.fullmatch(path)
        if match and any((bpmn / FOLDER).glob(f"{match['name']}.*.html")):
            raise CatalogueError("part_twice", path, match["name"])


def whole(files: Mapping[str, bytes], path: str) -> bytes:
    """Return a template of a version with its parts in their places."""
    own = own_parts(files, path)
    shared = {name: _places(path, name)[1] for name in parts_named(files[path]) - own.keys()}
    parts = {name: files[part] for name, part in {**shared, **own}.items() if part in files}
    return assembled(files[path], parts, as_written=own)


def own_parts(files: Mapping[str, bytes], path: str) -> dict[str, str]:
    """Return the paths of those parts of its own service that a template names, by name."""
    beside = {name: _places(path, name)[0] for name in parts_named(files[path])}
    return {name: part for name, part in sorted(beside.items()) if part in files}


def unused_parts(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the paths of own parts that no template beside them names."""
    used = {part for path in files if _TEMPLATE.fullmatch(path) for part in own_parts(files, path).values()}
    yield from (path for path in files if is_own_part(path) and path not in used)


def _places(path: str, name: str) -> tuple[str, str]:
    """Return where a part lies that a template names: as its service's own, and as a shared one."""
    folder, file = path.rsplit("/", 1)
    language = file.rsplit(".", 2)[1]
    return f"{folder}/parts/{name}.{language}.html", f"{FOLDER}/{name}.{language}.html"
