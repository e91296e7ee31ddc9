"""A published version of a service, compiled once per process.

Built from the files kept with the version, so what runs is what was published. Versions are
immutable, therefore cached for good. It refuses to know cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import canonical
from engine.db.pool import Transaction
from engine.decisions import Decisions, load_decisions, sources
from engine.errors import Broken
from engine.process import Definition
from engine.stores import versions
from engine.texts import LANGUAGES, Texts
from forms import Form, load_form, localise

BLOCKS = "blocks/"  # where a version keeps the shared diagrams it calls
_cache: dict[tuple[str, int], Published] = {}


@dataclass(frozen=True)
class Published:
    """Everything a case of this version needs."""

    id: int
    code: str
    module: str
    settings: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)
    definition: Definition = field(repr=False)
    decisions: Mapping[str, Decisions] = field(repr=False)
    texts: Texts = field(repr=False)
    forms: Mapping[tuple[str, str], Form] = field(repr=False)

    @property
    def names(self) -> Mapping[str, str]:
        """The service's name in each language."""
        names: Mapping[str, str] = self.settings["names"]
        return names

    @property
    def law(self) -> str:
        """The acts the service rests on, in words, for those who must be told."""
        return "; ".join(_act(entry) for entry in self.settings["law"]) or self.code

    def form(self, form_id: str, language: str) -> Form:
        """Return a form with the labels of the language."""
        return self.forms[form_id, language]

    def start_form(self, language: str) -> Form:
        """Return the form an application is filed with."""
        form_id = self.definition.start.form_id
        if form_id is None:
            raise Broken("service.no_start_form", service=self.code)
        return self.form(form_id, language)

    def names_of(self, element: str) -> dict[str, str]:
        """Return what people call an element; its drawn name where the texts are silent."""
        drawn = self.definition.elements[element].name or element
        return {language: self.texts.find(language, f"elements.{element}") or drawn for language in LANGUAGES}

    def labels(self, language: str) -> dict[str, str]:
        """Return the words for the facts, outputs, values and rules of the service's decisions."""
        texts = self.texts.by_language.get(language, {})
        kinds = ("inputs.", "outputs.", "values.", "rules.")
        reasons = {f"values.{code}": text for code, text in self.texts.under(language, "reasons").items()}
        return {**reasons, **{key: text for key, text in texts.items() if key.startswith(kinds)}}

    def decisions_with(self, decision_id: str) -> Decisions:
        """Return the decision model that holds the decision."""
        if decision_id not in self.decisions:
            raise Broken("decision.unknown", decision=decision_id)
        return self.decisions[decision_id]

    def template(self, name: str, language: str) -> bytes:
        """Return a letter's or document's template."""
        path = f"{self._folder}/documents/{name}.{language}.html"
        if path not in self.files:
            raise Broken("template.unknown", name=name, language=language)
        return self.files[path]

    def has_template(self, name: str, language: str) -> bool:
        return f"{self._folder}/documents/{name}.{language}.html" in self.files

    def register(self, code: str) -> Mapping[str, Any]:
        """Return the declaration of one of the module's registers."""
        path = f"{self.module}/registers/{code}.json"
        if path not in self.files:
            raise Broken("register.unknown", register=code)
        found: Mapping[str, Any] = canonical.loads(self.files[path])
        return found

    @property
    def _folder(self) -> str:
        return self.code.replace(".", "/")


def published(tx: Transaction, version_id: int) -> Published:
    """Return the version, compiled. Raises `Broken` if it was never published."""
    key = (tx.database, version_id)
    found = _cache.get(key)
    if found is None:
        row = versions.load(tx, version_id)
        if row is None:
            raise Broken("version.unknown", version=version_id)
        found = _cache[key] = compile_version(
            row.id, row.code, row.module, settings=row.settings, files=versions.files(tx, row.id)
        )
    return found


def compile_version(
    version_id: int, code: str, module: str, *, settings: Mapping[str, Any], files: Mapping[str, bytes]
) -> Published:
    """Compile the files of a version; the errors of the packages that read them pass through."""
    folder = code.replace(".", "/")
    blocks = {
        path.removeprefix(BLOCKS): content for path, content in files.items() if path.startswith(BLOCKS)
    }
    texts = _texts(files, folder).over(_texts(files, module))
    return Published(
        id=version_id,
        code=code,
        module=module,
        settings=settings,
        files=files,
        definition=Definition.parse(files[f"{folder}/process.bpmn"], blocks),
        decisions=_decisions(files, folder),
        texts=texts,
        forms=_forms(files, folder, texts),
    )


def _texts(files: Mapping[str, bytes], folder: str) -> Texts:
    nested = {
        language: canonical.loads(files[path])
        for language in LANGUAGES
        if (path := f"{folder}/texts/{language}.json") in files
    }
    return Texts.of(nested)


def _decisions(files: Mapping[str, bytes], folder: str) -> dict[str, Decisions]:
    models = {
        path.removeprefix(f"{folder}/"): content
        for path, content in files.items()
        if path.startswith(f"{folder}/") and path.endswith(".dmn")
    }
    imports, found = sources(models), {}
    for content in models.values():
        model = load_decisions(content, imports=imports)
        found.update(dict.fromkeys(model.ids, model))
    return found


def _forms(files: Mapping[str, bytes], folder: str, texts: Texts) -> dict[tuple[str, str], Form]:
    start, end = f"{folder}/forms/", ".form"
    found = {}
    for path, content in files.items():
        if path.startswith(start) and path.endswith(end):
            form_id = path.removeprefix(start).removesuffix(end)
            form = load_form(content)
            for language in LANGUAGES:
                found[form_id, language] = localise(
                    form, _labels(texts, language, form_id), language=language
                )
    return found


def _labels(texts: Texts, language: str, form_id: str) -> dict[str, Any]:
    """Return a form's texts by field: `{"label", "description", "options": {value: label}}`."""
    labels: dict[str, Any] = {}
    for key, text in texts.under(language, f"forms.{form_id}").items():
        field_key, _, rest = key.partition(".")
        entry = labels.setdefault(field_key, {})
        if rest.startswith("options."):
            entry.setdefault("options", {})[rest.removeprefix("options.")] = text
        elif rest:
            entry[rest] = text
    return labels


def _act(entry: Mapping[str, Any]) -> str:
    act = entry["act"]
    name = act["ka"] if isinstance(act, Mapping) else str(act)
    return f"{name}, მუხლი {entry['article']}" if entry.get("article") else name
