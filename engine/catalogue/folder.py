"""Reading a service folder.

Gathers what `bpmn/<module>/<service>/` holds, with the module's own files, and checks shapes and
names. It refuses to know what a diagram, a form or a table means: `engine.process`, `forms` and
`engine.decisions` read the bytes, the gate (`check`) looks at how they fit together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_file, read_json, read_tree
from engine.catalogue.schemas import Schemas, schemas_of
from engine.texts import LANGUAGES, TextError, Texts

_ALLOWED = re.compile(
    r"service\.json|process\.bpmn|README\.md|[^/]+\.dmn"
    r"|forms/[^/]+\.form|documents/[^/]+\.(ka|en)\.html|documents/[^/]+\.(css|svg|png)"
    r"|texts/(ka|en)\.json|scenarios/[^/]+\.json"
)
_ALLOWED_IN_MODULE = re.compile(r"module\.json|README\.md|registers/[^/]+\.json|texts/(ka|en)\.json")
# Scenarios and the README speak about a version; they do not change what it does.
_NOT_IN_FORCE = re.compile(r".*/(README\.md|scenarios/[^/]+)")


@dataclass(frozen=True)
class ServiceFolder:
    """A service as its files say; mappings are to be read only.

    `files` holds every file by its path below `bpmn/`, the module's files and the schemas
    included. `texts` are the service's texts laid over the module's.
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
        return {path: content for path, content in self.files.items() if not _NOT_IN_FORCE.fullmatch(path)}

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
    _expect_only(own, _ALLOWED, label)
    shared = _module_files(path.parent, module)
    settings = _checked(own, "service.json", label=label, schema="service", schemas=schemas)
    module_settings = _checked(shared, "module.json", label=module, schema="module", schemas=schemas)
    if settings["code"] != f"{module}.{name}":
        raise CatalogueError("code_is_not_folder_name", f"{label}/service.json", settings["code"])
    if module_settings["code"] != module:
        raise CatalogueError("code_is_not_folder_name", f"{module}/module.json", module_settings["code"])
    if "process.bpmn" not in own:
        raise CatalogueError("file_missing", f"{label}/process.bpmn")
    registers = _registers(shared, module, module_settings, schemas=schemas)
    if settings["register"] is not None and settings["register"] not in registers:
        raise CatalogueError("register_unknown", f"{label}/service.json", settings["register"])
    return ServiceFolder(
        code=settings["code"],
        module=module,
        settings=settings,
        module_settings=module_settings,
        process=own["process.bpmn"],
        decisions=_below(own, "", ".dmn"),
        forms=_forms(own, label),
        documents=_below(own, "documents/", ""),
        texts=_texts(own, label, shared, module=module, schemas=schemas),
        registers=registers,
        scenarios={
            stem: _checked(own, f"scenarios/{stem}.json", label=label, schema="scenario", schemas=schemas)
            for stem in _below(own, "scenarios/", ".json")
        },
        files=_all_files(own, label, shared, module=module, bpmn=bpmn),
    )


def services(bpmn: Path) -> tuple[Path, ...]:
    """Return the service folders of a catalogue, in order of code."""
    return tuple(sorted(path.parent for path in bpmn.glob("*/*/service.json")))


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
    _expect_only(found, _ALLOWED_IN_MODULE, module)
    return found


def _expect_only(files: Mapping[str, bytes], allowed: re.Pattern[str], label: str) -> None:
    """Refuse what nothing would read: a form in the wrong folder must not look published."""
    for path in files:
        if not allowed.fullmatch(path):
            raise CatalogueError("unexpected_file", f"{label}/{path}")


def _checked(
    files: Mapping[str, bytes], path: str, *, label: str, schema: str, schemas: Schemas
) -> dict[str, Any]:
    if path not in files:
        raise CatalogueError("file_missing", f"{label}/{path}")
    content: dict[str, Any] = read_json(files[path], f"{label}/{path}")
    schemas.check(content, schema, f"{label}/{path}")
    return content


def _below(files: Mapping[str, bytes], folder: str, suffix: str) -> dict[str, bytes]:
    """Return the files directly in the folder that end so, by name without folder and suffix."""
    return {
        path.removeprefix(folder).removesuffix(suffix): content
        for path, content in files.items()
        if path.startswith(folder) and path.endswith(suffix) and "/" not in path.removeprefix(folder)
    }


def _forms(files: Mapping[str, bytes], label: str) -> dict[str, bytes]:
    forms = _below(files, "forms/", ".form")
    for name, content in forms.items():
        file = f"{label}/forms/{name}.form"
        form = read_json(content, file)
        if not isinstance(form, dict) or form.get("id") != name:
            raise CatalogueError("form_id_is_not_file_name", file)
    return forms


def _registers(
    files: Mapping[str, bytes], module: str, settings: Mapping[str, Any], *, schemas: Schemas
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name in _below(files, "registers/", ".json"):
        path = f"registers/{name}.json"
        found[name] = _checked(files, path, label=module, schema="register", schemas=schemas)
        if found[name]["code"] != name:
            raise CatalogueError("code_is_not_file_name", f"{module}/{path}", found[name]["code"])
    for name in sorted(found.keys() ^ set(settings["registers"])):
        raise CatalogueError("register_unknown", f"{module}/module.json", name)
    return found


def _texts(
    own: Mapping[str, bytes], label: str, shared: Mapping[str, bytes], *, module: str, schemas: Schemas
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for language in LANGUAGES:
        path = f"texts/{language}.json"
        texts: dict[str, Any] = {}
        if path in shared:
            texts = _checked(shared, path, label=module, schema="texts", schemas=schemas)
        service = _checked(own, path, label=label, schema="texts", schemas=schemas)
        found[language] = _laid_over(texts, service)
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
    schemas = read_tree(bpmn / "schemas", "schemas")
    return {
        **{f"{module}/{path}": content for path, content in shared.items()},
        **{f"{label}/{path}": content for path, content in own.items()},
        **{f"schemas/{path}": content for path, content in schemas.items()},
    }
