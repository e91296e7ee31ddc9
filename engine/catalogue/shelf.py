"""Contents of one folder, a service's or a block's, for a version: forms, decisions, texts, templates.

In a block a name means the block's own file first and the service's where the block has none.
So that both may lie in one version, what is a block's own bears the block's name in front,
`shared.notice/answer`, as its start and end events do. Refuses to know diagrams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import canonical
from engine.catalogue.blocks import folder_of
from engine.catalogue.folder_rules import below
from engine.decisions import Decisions, load_decisions, sources
from engine.texts import LANGUAGES, Texts
from forms import Form, load_form, localise

# The words of a decision: facts, outputs, values and rules.
_OF_DECISIONS = ("inputs.", "outputs.", "values.", "rules.")


@dataclass(frozen=True)
class Shelf:
    """The compiled files of one folder; forms by name and language."""

    process_id: str
    is_block: bool
    texts: Texts = field(repr=False)
    forms: Mapping[tuple[str, str], Form] = field(repr=False)
    decisions: Mapping[str, Decisions] = field(repr=False)

    def name_of_form(self, form_id: str | None) -> str | None:
        """Return what the version calls the form that this folder's diagram names."""
        own = self.is_block and any(name == form_id for name, _ in self.forms)
        return f"{self.process_id}/{form_id}" if own else form_id

    def name_of_decision(self, decision_id: str | None) -> str | None:
        """Return what the version calls the decision that this folder's diagram names."""
        own = self.is_block and decision_id in self.decisions
        return f"{self.process_id}/{decision_id}" if own else decision_id

    def labels(self, language: str) -> dict[str, str]:
        """Return the words for the facts, outputs, values and rules of the folder's decisions."""
        texts = self.texts.by_language.get(language, {})
        reasons = {f"values.{code}": text for code, text in self.texts.under(language, "reasons").items()}
        return {**reasons, **{key: text for key, text in texts.items() if key.startswith(_OF_DECISIONS)}}


def read_shelf(files: Mapping[str, bytes], process_id: str, *, base: str | None = None) -> Shelf:
    """Compile the files of a folder; its texts lie over those of the folder `base`."""
    folder = folder_of(process_id)
    texts = read_texts(files, folder)
    if base is not None:
        texts = texts.over(read_texts(files, base))
    return Shelf(
        process_id=process_id,
        is_block=base is None,
        texts=texts,
        forms=_forms(files, folder, texts),
        decisions=_decisions(files, folder),
    )


def read_texts(files: Mapping[str, bytes], folder: str) -> Texts:
    """Return the texts of a folder; none where it has none."""
    nested = {
        language: canonical.loads(files[path])
        for language in LANGUAGES
        if (path := f"{folder}/texts/{language}.json") in files
    }
    return Texts.of(nested)


def form_labels(texts: Texts, language: str, form_id: str) -> dict[str, Any]:
    """Return a form's texts by field: `{"label", "description", "options": {value: label}, …}`."""
    labels: dict[str, Any] = {}
    for key, text in texts.under(language, f"forms.{form_id}").items():
        field_key, _, rest = key.partition(".")
        entry = labels.setdefault(field_key, {})
        section, dot, name = rest.partition(".")
        if dot and section in ("options", "messages", "columns"):
            entry.setdefault(section, {})[name] = text
        elif rest:
            entry[rest] = text
    return labels


def _decisions(files: Mapping[str, bytes], folder: str) -> dict[str, Decisions]:
    models = below(files, f"{folder}/", ".dmn")
    imports, found = sources({f"{name}.dmn": content for name, content in models.items()}), {}
    for content in models.values():
        model = load_decisions(content, imports=imports)
        found.update(dict.fromkeys(model.ids, model))
    return found


def _forms(files: Mapping[str, bytes], folder: str, texts: Texts) -> dict[tuple[str, str], Form]:
    found = {}
    for form_id, content in below(files, f"{folder}/forms/", ".form").items():
        form = load_form(content)
        for language in LANGUAGES:
            found[form_id, language] = localise(
                form, form_labels(texts, language, form_id), language=language
            )
    return found
