"""Reading a service folder.

Gathers what `bpmn/<module>/<service>/` holds, with the module's own files, and checks shapes and
names. It refuses to know what a diagram, a form or a table means: `engine.process`, `forms` and
`engine.decisions` read the bytes, validation (`check`) looks at how they fit together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalogue.blocks import read_called_blocks
from engine.catalogue.document_parts import PART_FILE, expect_names_apart, read_parts
from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file, read_tree
from engine.catalogue.folder_rules import below, checked, expect_only, forms_in, texts_in
from engine.catalogue.schemas import SUFFIX, Schemas, schemas_of
from engine.catalogue.versions import in_force
from engine.texts import ANY_LANGUAGE, LANGUAGES, TextError, Texts

ALLOWED = re.compile(
    r"service\.json|process\.bpmn|README\.md|[^/]+\.dmn"
    r"|forms/[^/]+\.form|images/[^/]+\.(png|jpg|jpeg|webp)"
    rf"|documents/[^/]+\.({ANY_LANGUAGE})\.html|{PART_FILE}|documents/[^/]+\.(css|svg|png)"
    rf"|texts/({ANY_LANGUAGE})\.json|scenarios/[^/]+\.json"
)
_ALLOWED_IN_MODULE = re.compile(
    rf"module\.json|README\.md|registers/[^/]+\.json|texts/({ANY_LANGUAGE})\.json"
)
# The schemas that the files of a service, its module and its blocks have to fit.
_SCHEMAS = ("block", "common", "module", "register", "scenario", "service", "texts")


@dataclass(frozen=True)
class ServiceFolder:
    """A service as its files say; mappings are to be read only.

    `files` holds every file by its path below `bpmn/`: its own, the module's, those of the blocks it
    calls, the shared parts its templates name, and the schemas. `texts` are the service's texts laid over the
    module's.
    """

    code: str
    module: str
    settings: Mapping[str, Any]
    module_settings: Mapping[str, Any]
    process: bytes
    decisions: Mapping[str, bytes]
    forms: Mapping[str, bytes]
    documents: Mapping[str, bytes]
    texts: Mapping[str, Mapping[str, Any]]
    registers: Mapping[str, Mapping[str, Any]]
    scenarios: Mapping[str, Any]
    files: Mapping[str, bytes]

    @property
    def files_in_force(self) -> dict[str, bytes]:
        """Return the files that decide what the service does: those a digest covers."""
        return in_force(self.files)

    @property
    def spoken(self) -> Texts:
        """Return the texts ready to be asked."""
        return Texts.of(self.texts)


def read_service(path: Path) -> ServiceFolder:
    """Read the service folder and what it needs of its module.

    Raises `CatalogueError`; what is returned fits its schemas.
    """
    bpmn, module, name = path.parent.parent, path.parent.name, path.name
    schemas = schemas_of(bpmn)
    label = f"{module}/{name}"
    own = read_tree(path, label)
    expect_only(own, ALLOWED, label)
    shared = _module_files(path.parent, module)
    settings = checked(own, "service.json", label=label, schema="service", schemas=schemas)
    module_settings = checked(shared, "module.json", label=module, schema="module", schemas=schemas)
    if settings["code"] != f"{module}.{name}":
        raise CatalogueError("code_is_not_folder_name", f"{label}/service.json", settings["code"])
    if module_settings["code"] != module:
        raise CatalogueError("code_is_not_folder_name", f"{module}/module.json", module_settings["code"])
    if "process.bpmn" not in own:
        raise CatalogueError("file_missing", f"{label}/process.bpmn")
    registers = _registers(shared, module, module_settings, schemas=schemas)
    if settings["register"] is not None and settings["register"] not in registers:
        raise CatalogueError("register_unknown", f"{label}/service.json", settings["register"])
    files = _all_files(own, label, shared, module=module, bpmn=bpmn)
    expect_names_apart(files, bpmn)
    return ServiceFolder(
        code=settings["code"],
        module=module,
        settings=settings,
        module_settings=module_settings,
        process=own["process.bpmn"],
        decisions=below(own, "", ".dmn"),
        forms=forms_in(own, label),
        documents=below(own, "documents/", ""),
        texts=_texts(own, label, shared, module=module, schemas=schemas),
        registers=registers,
        scenarios=_scenarios(own, label, schemas),
        files=files,
    )


def read_files(path: Path) -> dict[str, bytes]:
    """Return every file of a service by its path below `bpmn/`, as they lie: no schema is held against them.

    Enough to tell by the digest whether a folder was published before. Raises `CatalogueError`.
    """
    bpmn, module = path.parent.parent, path.parent.name
    label = f"{module}/{path.name}"
    own = read_tree(path, label)
    if "process.bpmn" not in own:
        raise CatalogueError("file_missing", f"{label}/process.bpmn")
    return _all_files(own, label, _module_files(path.parent, module), module=module, bpmn=bpmn)


def services(bpmn: Path) -> tuple[Path, ...]:
    """Return the service folders of a catalogue, in order of code."""
    return tuple(sorted(path.parent for path in bpmn.glob("*/*/service.json")))


def service_folders(path: Path) -> tuple[Path, ...]:
    """Return the folder if it is a service's, those of a module, else those of the catalogue that it is."""
    if (path / "service.json").exists():
        return (path,)
    if (path / "module.json").exists():
        return tuple(sorted(file.parent for file in path.glob("*/service.json")))
    return services(path)


def _module_files(folder: Path, module: str) -> dict[str, bytes]:
    """Read the module's own files and leave its services alone."""
    found = {}
    for name in ("module.json", "README.md"):
        if (folder / name).exists():
            found[name] = read_file(folder / name, f"{module}/{name}")
    for name in ("registers", "texts"):
        if (folder / name).is_dir():
            tree = read_tree(folder / name, f"{module}/{name}")
            found |= {f"{name}/{path}": content for path, content in tree.items()}
    expect_only(found, _ALLOWED_IN_MODULE, module)
    return found


def _registers(
    files: Mapping[str, bytes], module: str, settings: Mapping[str, Any], *, schemas: Schemas
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name in below(files, "registers/", ".json"):
        path = f"registers/{name}.json"
        found[name] = checked(files, path, label=module, schema="register", schemas=schemas)
        if found[name]["code"] != name:
            raise CatalogueError("code_is_not_file_name", f"{module}/{path}", found[name]["code"])
    for name in sorted(found.keys() ^ set(settings["registers"])):
        raise CatalogueError("register_unknown", f"{module}/module.json", name)
    return found


def _scenarios(own: Mapping[str, bytes], label: str, schemas: Schemas) -> dict[str, Any]:
    return {
        stem: checked(own, f"scenarios/{stem}.json", label=label, schema="scenario", schemas=schemas)
        for stem in below(own, "scenarios/", ".json")
    }


def _texts(
    own: Mapping[str, bytes], label: str, shared: Mapping[str, bytes], *, module: str, schemas: Schemas
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    below_them = texts_in(shared, module, schemas)
    for language in LANGUAGES:
        service = checked(own, f"texts/{language}.json", label=label, schema="texts", schemas=schemas)
        found[language] = _laid_over(below_them.get(language, {}), service)
    try:
        Texts.of(found)
    except TextError as error:
        raise CatalogueError("texts", f"{label}/texts", str(error)) from None
    return found


def _laid_over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[key] = _laid_over(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _all_files(
    own: Mapping[str, bytes], label: str, shared: Mapping[str, bytes], *, module: str, bpmn: Path
) -> dict[str, bytes]:
    names = [f"schemas/{name}{SUFFIX}" for name in _SCHEMAS]
    found = {
        **{f"{module}/{path}": content for path, content in shared.items()},
        **{f"{label}/{path}": content for path, content in own.items()},
        **read_called_blocks(own["process.bpmn"], bpmn, f"{label}/process.bpmn"),
        **{name: read_file(bpmn / name, name) for name in names},
    }
    return {**found, **read_parts(found, bpmn)}
