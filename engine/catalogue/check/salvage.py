"""Partial reading of a folder that can't be read as a service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from engine import canonical
from engine.catalogue.blocks import readable_blocks
from engine.catalogue.check.findings import Finding, Found, of_catalogue
from engine.catalogue.document_parts import is_own_part, read_parts
from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file, read_json, read_tree
from engine.catalogue.schemas import schemas_of

_SCHEMAS = {
    "service.json": "service",
    "module.json": "module",
    "registers": "register",
    "texts": "texts",
    "scenarios": "scenario",
}


def files_of(path: Path, said: Found) -> dict[str, bytes]:
    """Return what can be read of a service folder and its module, by the path below `bpmn/`.

    What is left out for itself alone (a link, a name, a file too large) is added to `said`.
    """

    def leave_out(error: CatalogueError) -> None:
        said.append(of_catalogue(error))

    module, label = path.parent.name, f"{path.parent.name}/{path.name}"
    found: dict[str, bytes] = {}
    folders = {label: path, **{f"{module}/{name}": path.parent / name for name in ("registers", "texts")}}
    for name, folder in folders.items():
        tree = read_tree(folder, name, leave_out) if folder.is_dir() else {}
        found |= {f"{name}/{inner}": content for inner, content in tree.items()}
    # Whoever read the folder as a service has said what is wrong with what is left out from here on.
    process = found.get(f"{label}/process.bpmn")
    found |= readable_blocks(process, path.parent.parent, label) if process else {}
    with suppress(CatalogueError):
        found[f"{module}/module.json"] = read_file(path.parent / "module.json", f"{module}/module.json")
    own = {name: content for name, content in found.items() if is_own_part(name)}
    for name, content in list(found.items()):
        with suppress(CatalogueError):
            found |= read_parts({name: content, **own}, path.parent.parent)
    return found


def misshapen(files: Mapping[str, bytes], bpmn: Path) -> Iterator[Finding]:
    """Yield a finding for each file of data that does not keep to its schema."""
    try:
        schemas = schemas_of(bpmn)
    except CatalogueError as error:
        yield of_catalogue(error)
        return
    for path, schema in _with_schemas(files):
        try:
            schemas.check(read_json(files[path], path), schema, path)
        except CatalogueError as error:
            yield of_catalogue(error)


def shaped(files: Mapping[str, bytes], bpmn: Path) -> dict[str, bytes]:
    """Return the files, data without what does not keep to its schema: whoever reads them may rely on it."""
    found = dict(files)
    with suppress(CatalogueError):
        schemas = schemas_of(bpmn)
        for path, schema in _with_schemas(files):
            with suppress(CatalogueError):
                value = read_json(files[path], path)
                if schemas.fitting(value, schema):
                    found[path] = canonical.dumps(value)
    return found


def _with_schemas(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the path of each file of data and the name of its schema."""
    for path in files:
        parts = path.split("/")
        schema = _SCHEMAS.get(parts[-1]) or _SCHEMAS.get(parts[-2] if len(parts) > 1 else "")
        if schema is not None and path.endswith(".json"):
            yield path, schema
