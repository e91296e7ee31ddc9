"""Subject of validation: a service with everything of it that could be read.

Built from files by their path below `bpmn/`. What can't be read becomes a finding and is left
out; the other checks go on with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from engine import canonical
from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.check.diagram import read_diagram
from engine.catalogue.check.findings import Finding, Found, details, wrong
from engine.catalogue.document_parts import is_part
from engine.catalogue.folder_rules import below
from engine.catalogue.parameters import Parameters
from engine.catalogue.published import Published, apart
from engine.catalogue.shelf import Shelf, form_labels
from engine.decisions import DecisionError, Decisions, load_decisions, sources
from engine.process import Definition
from engine.texts import LANGUAGES, TextError, Texts
from feel import FeelError
from forms import Form, FormError, load_form, localise

T = TypeVar("T")


@dataclass(frozen=True)
class Subject:
    """A service under examination; what could not be read is missing, and its files are `unread`.

    `shelves` holds what the service's folder and each block's folder give, `tables` the file of each
    decision by its shelf and id. The `version` is there only if the diagram could be read.
    """

    code: str
    module: str
    files: Mapping[str, bytes] = field(repr=False)
    settings: Mapping[str, Any]
    module_settings: Mapping[str, Any]
    shelves: Mapping[str, Shelf] = field(repr=False)
    tables: Mapping[tuple[str, str], str] = field(repr=False)
    parameters: Parameters | None = field(repr=False)
    version: Published | None = field(repr=False)
    unread: frozenset[str] = field(repr=False)
    _found: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, find: Callable[[], T]) -> T:
        """Return what several checks ask for, found when the first one does."""
        if name not in self._found:
            self._found[name] = find()
        found: T = self._found[name]
        return found

    @property
    def folder(self) -> str:
        """Return the path of the service below `bpmn/`."""
        return folder_of(self.code)

    @property
    def definition(self) -> Definition | None:
        """Return the diagram, if it could be read."""
        return None if self.version is None else self.version.definition

    @property
    def registers(self) -> dict[str, Mapping[str, Any]]:
        """Return the declarations of the module's registers by code."""
        return registers_in(self.files, self.module)

    @property
    def templates(self) -> tuple[str, ...]:
        """Return the paths of all templates, the blocks' included."""
        return tuple(path for path in self.files if path.endswith(".html") and not is_part(path))

    @property
    def has_all_tables(self) -> bool:
        """Tell whether every decision table could be read: an unknown one may be in the others."""
        return not any(path.endswith(".dmn") for path in self.unread)

    @property
    def has_all_forms(self) -> bool:
        """Tell whether every form could be read: what one may answer decides which way a case goes."""
        return not any(path.endswith(".form") for path in self.unread)

    def has_all_texts(self, process_id: str) -> bool:
        """Tell whether the texts of a service, with its module's, or of a block could be read."""
        folders = (folder_of(process_id), *((self.module,) if process_id == self.code else ()))
        paths = [f"{folder}/texts/{language}.json" for folder in folders for language in LANGUAGES]

        def readable() -> bool:
            return not any(path in self.unread or _is_damaged(self.files, path) for path in paths)

        return self.once(f"texts of {process_id}", readable)

    def has_unread_form(self, element: str) -> bool:
        """Tell whether a step names a form that is there and can't be read: what it asks is not known."""
        found = self.definition and self.definition.elements.get(element)
        block, _, name = (found.form_id or "").rpartition("/") if found else ("", "", "")
        return f"{folder_of(block or self.code)}/forms/{name}.form" in self.unread

    def at(self, element: str) -> dict[str, str]:
        """Return the place of an element, for a finding."""
        found = self.definition and self.definition.elements.get(element)
        process = found.process if found else self.code
        return {
            "where": element,
            "file": f"{folder_of(process)}/process.bpmn",
            "name": found.name if found else "",
        }


def read_subject(
    code: str, files: Mapping[str, bytes], *, parameters: Parameters | None, found: Found
) -> Subject:
    """Return what can be read of a service; what can't is added to `found`."""
    module, folder = code.partition(".")[0], folder_of(code)
    settings = _json(files, f"{folder}/service.json")
    before = len(found)
    tables: dict[tuple[str, str], str] = {}
    shelves = {
        code: _shelf(files, code, base=module, tables=tables, found=found),
        **{block: _shelf(files, block, base=None, tables=tables, found=found) for block in diagrams(files)},
    }
    definition = read_diagram(code, files, apart=apart(shelves), found=found)
    version = None
    if definition is not None:
        version = Published(
            id=0,
            code=code,
            module=module,
            settings=settings,
            files=files,
            definition=definition,
            shelves=shelves,
        )
    return Subject(
        code=code,
        module=module,
        files=files,
        settings=settings,
        module_settings=_json(files, f"{module}/module.json"),
        shelves=shelves,
        tables=tables,
        parameters=parameters,
        version=version,
        unread=frozenset(finding.file for finding in found[before:]),
    )


def _shelf(
    files: Mapping[str, bytes],
    process_id: str,
    *,
    base: str | None,
    tables: dict[tuple[str, str], str],
    found: Found,
) -> Shelf:
    """Return a folder's forms, decisions and texts, as far as they can be read."""
    folder = folder_of(process_id)
    decisions = _decisions(files, folder, found)
    tables |= {(process_id, name): file for name, (_, file) in decisions.items()}
    texts = _texts(files, folder, found)
    if base is not None:
        texts = texts.over(_texts(files, base, found))
    return Shelf(
        process_id=process_id,
        is_block=base is None,
        texts=texts,
        forms=dict(_forms(files, folder, texts=texts, found=found)),
        decisions={name: model for name, (model, _) in decisions.items()},
    )


def registers_in(files: Mapping[str, bytes], module: str) -> dict[str, Mapping[str, Any]]:
    """Return the declarations of a module's registers by code."""
    folder = f"{module}/registers/"
    return {name: _json(files, f"{folder}{name}.json") for name in below(files, folder, ".json")}


def _is_damaged(files: Mapping[str, bytes], path: str) -> bool:
    """Tell whether a file is there of which no data come."""
    return path in files and not isinstance(_value(files, path), Mapping)


def _value(files: Mapping[str, bytes], path: str) -> Any:
    try:
        return canonical.loads(files.get(path, b"{}"))
    except canonical.NotCanonical:
        return None


def _json(files: Mapping[str, bytes], path: str) -> Mapping[str, Any]:
    """Return a file that its schema has been held against, or nothing."""
    value = _value(files, path)
    return value if isinstance(value, Mapping) else {}


def _texts(files: Mapping[str, bytes], folder: str, found: Found) -> Texts:
    nested = {language: _json(files, f"{folder}/texts/{language}.json") for language in LANGUAGES}
    try:
        return Texts.of(nested)
    except TextError as error:
        found.append(wrong("catalogue.texts", error.key, file=f"{folder}/texts/{error.language}.json"))
        return Texts.of({language: {} for language in LANGUAGES})


def _decisions(files: Mapping[str, bytes], folder: str, found: Found) -> dict[str, tuple[Decisions, str]]:
    models = {f"{name}.dmn": data for name, data in below(files, f"{folder}/", ".dmn").items()}
    try:
        imports = sources(models)
    except DecisionError:
        # The file that is to blame says so itself below.
        imports = {}
    decisions: dict[str, tuple[Decisions, str]] = {}
    for path, content in models.items():
        try:
            model = load_decisions(content, imports=imports)
        except (DecisionError, FeelError) as error:
            found.append(_of_table(error, f"{folder}/{path}"))
            continue
        decisions.update(dict.fromkeys(model.ids, (model, f"{folder}/{path}")))
    return decisions


def _of_table(error: DecisionError | FeelError, file: str) -> Finding:
    if isinstance(error, DecisionError):
        return wrong(error.code, error.element, file=file, detail=details(error.params))
    return wrong(error.code, file=file, detail=error.text or "")


def _forms(
    files: Mapping[str, bytes], folder: str, *, texts: Texts, found: Found
) -> Iterator[tuple[tuple[str, str], Form]]:
    for form_id, content in below(files, f"{folder}/forms/", ".form").items():
        path = f"{folder}/forms/{form_id}.form"
        try:
            form = load_form(content)
        except FormError as error:
            found += [of_form(problem, path) for problem in (error, *error.others)]
            continue
        for language in LANGUAGES:
            labels = form_labels(texts, language, form_id)
            try:
                yield (form_id, language), localise(form, labels, language=language)
            except FormError as error:
                found.append(of_form(error, f"{folder}/texts/{language}.json"))
                yield (form_id, language), form


def of_form(error: FormError, file: str) -> Finding:
    """Return the finding for a form that can't be used."""
    return wrong(f"form.{error.code}", error.path, file=file, detail=details(error.params))
