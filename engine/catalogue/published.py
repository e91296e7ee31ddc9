"""A published version of a service, compiled once per process.

Built from the files kept with the version, so what runs is what was published, and only if this
release runs what the version means. Versions are immutable, therefore cached. It refuses to know
cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from engine import canonical
from engine.catalogue import listed
from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.cache import Cache
from engine.catalogue.document_parts import whole
from engine.catalogue.option_labels import Words
from engine.catalogue.origins import Origins
from engine.catalogue.semantics import Semantics
from engine.catalogue.shelf import Shelf, read_shelf
from engine.catalogue.store import versions
from engine.catalogue.versions import in_force
from engine.db.pool import Transaction
from engine.decisions import Decisions
from engine.documents.template import TemplateExpression
from engine.errors import Broken
from engine.formats import act_in_words
from engine.process import Definition, Element, step_law
from engine.texts import LANGUAGES, OFFICIAL, Texts
from forms import Form

# More than an installation has in use at once, so that in practice each is compiled once.
MOST_KEPT = 256
_compiled: Cache[tuple[str, int], Published] = Cache(MOST_KEPT)


class SemanticsNotRun(Broken):
    """The version was published under semantics that this release does not run."""

    code = "version.semantics_not_run"


@dataclass(frozen=True)
class Published:
    """Everything a case of this version needs.

    `shelves` holds what the service's folder and each block's folder give, by the id of their process.
    """

    id: int
    code: str
    module: str
    settings: Mapping[str, Any]
    files: Mapping[str, bytes] = field(repr=False)
    definition: Definition = field(repr=False)
    shelves: Mapping[str, Shelf] = field(repr=False)
    _labels: dict[tuple[object, ...], Mapping[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _worded: dict[tuple[str, str], Form] = field(default_factory=dict, init=False, repr=False, compare=False)

    # What others derive from the version, by names of their own, for as long as it is kept compiled.
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def names(self) -> Mapping[str, str]:
        """The service's name in each language."""
        names: Mapping[str, str] = self.settings["names"]
        return names

    @property
    def law(self) -> str:
        """The acts the service rests on, in words, for those who must be told."""
        return self.law_in(OFFICIAL)

    def law_in(self, language: str) -> str:
        """The acts in words of a language; the service's code where it names none."""
        return "; ".join(act_in_words(entry, language) for entry in self.settings["law"]) or self.code

    def law_of(self, element: str) -> Mapping[str, str] | None:
        """What a step rests on, in words of each language; None where the diagram doesn't say."""
        said = self.definition.elements[element].properties.get("mms:law")
        if not said:
            return None
        return {language: step_law.in_words(said, self.settings["law"], language) for language in LANGUAGES}

    @property
    def texts(self) -> Texts:
        """The service's own texts."""
        return self.shelves[self.code].texts

    @cached_property
    def forms(self) -> Mapping[tuple[str, str], Form]:
        """All forms by name and language, a block's own under its name in the process."""
        return {
            (shelf.name_of_form(name) or name, language): form
            for shelf in self.shelves.values()
            for (name, language), form in shelf.forms.items()
        }

    @cached_property
    def asks_for_addresses(self) -> bool:
        """Tell whether a form of the version needs the places of the country."""
        return any(item.kind == "address" for form in self.forms.values() for item in form.walk())

    @cached_property
    def village_at(self) -> str | None:
        """Where a case keeps the settlement that its application names."""
        return listed.village_at(self)

    @cached_property
    def list_columns(self) -> tuple[listed.Column, ...]:
        """What lists that are narrowed to the service show of its cases."""
        return listed.columns(self)

    @cached_property
    def decisions(self) -> Mapping[str, Decisions]:
        """All decision models by decision, a block's own under its name in the process."""
        return {
            shelf.name_of_decision(name) or name: model
            for shelf in self.shelves.values()
            for name, model in shelf.decisions.items()
        }

    @cached_property
    def follows_clocks(self) -> bool:
        """Tell whether a timer of the diagram may follow a clock of the case."""
        return any("clock" in (element.timer or "") for element in self.definition.elements.values())

    def drawn_form(self, form_id: str | None) -> Form | None:
        """Return a form as it was drawn, which is in the state's language; None where there is none."""
        return self.forms.get((form_id or "", OFFICIAL))

    def form(self, form_id: str, language: str) -> Form:
        """Return a form with the labels of the language."""
        key = (form_id, language)
        if key not in self._worded:
            self._worded[key] = self.words(language).on(self._plain_form(*key))
        return self._worded[key]

    def start_form(self, language: str) -> Form:
        """Return the form an application is filed with."""
        form_id = self.definition.start.form_id
        if form_id is None:
            raise Broken("service.no_start_form", service=self.code)
        return self.form(form_id, language)

    def text(self, element: str, language: str) -> str | None:
        """Return what people call an element in the language: in the official one as it is drawn."""
        found = self.definition.elements[element]
        # Gateways, starts and ends of a block bear the block's name in front; its texts don't say it.
        return self.name_drawn(found.process, element.rpartition("/")[2], found.name or "", language)

    def name_drawn(self, code: str, element: str, drawn: str, language: str) -> str | None:
        """Return the name of anything in a diagram, an arrow or an annotation too, given as it is drawn."""
        if language == OFFICIAL and drawn:
            return drawn
        key, own = f"elements.{element}", self.shelves.get(code)
        return own and own.texts.find(language, key) or self.texts.find(language, key)

    def names_of(self, element: str) -> dict[str, str]:
        """Return what people call an element; its drawn name where the texts are silent."""
        drawn = self.definition.elements[element].name or element
        return {language: self.text(element, language) or drawn for language in LANGUAGES}

    def labels(self, decision_id: str, language: str) -> dict[str, str]:
        """Return the words for the facts, outputs, values and rules of a decision."""
        return self._shelf_of(decision_id)[0].labels(language)

    def names_of_decision(self, decision_id: str) -> dict[str, str]:
        """Return what people call a decision."""
        shelf, name = self._shelf_of(decision_id)
        return {language: shelf.texts.find(language, f"decisions.{name}") or name for language in LANGUAGES}

    def decision(self, decision_id: str) -> tuple[Decisions, str]:
        """Return the model that holds a decision, and the decision's id in it."""
        shelf, name = self._shelf_of(decision_id)
        if name not in shelf.decisions:
            raise Broken("decision.unknown", decision=decision_id)
        return shelf.decisions[name], name

    def template(self, name: str, language: str, element: str | None = None) -> bytes:
        """Return the template that an element names, parts in place: its block's own, else the service's."""
        path = self._template(name, language, element)
        if path not in self.files:
            raise Broken("template.unknown", name=name, language=language)
        return whole(self.files, path)

    def form_at(self, element_id: str, language: str) -> tuple[str, Form] | None:
        """Return the form whose answers a case keeps under the name of an element, with its own name."""
        element = self.definition.elements.get(element_id)
        if element is None or self.drawn_form(element.form_id) is None:
            return None
        return str(element.form_id), self._plain_form(str(element.form_id), language)

    def words(self, language: str) -> Words:
        """Return the words of the options of the version's forms."""
        return Words(lambda root: self.form_at(root, language), self._origins.of)

    def option_labels(self, expression: TemplateExpression, language: str) -> Mapping[str, str]:
        """Return the words of the options whose values an expression of a letter prints."""
        key = (language, expression.text, *((name, items.text) for name, items in expression.around))
        if key not in self._labels:
            self._labels[key] = self.words(language).of(expression.compiled.tree, expression.around)
        return self._labels[key]

    def has_template(self, name: str, language: str, element: str | None = None) -> bool:
        return self._template(name, language, element) in self.files

    def register(self, code: str) -> Mapping[str, Any]:
        """Return the declaration of one of the module's registers."""
        path = f"{self.module}/registers/{code}.json"
        if path not in self.files:
            raise Broken("register.unknown", register=code)
        found: Mapping[str, Any] = canonical.loads(self.files[path])
        return found

    def home_of(self, name: str, element: str | None = None) -> str | None:
        """Return the process in whose folder a template lies that an element names; None if in neither."""
        path = self._template(name, OFFICIAL, element)
        own = None if element is None else self.definition.elements[element].process
        if path not in self.files:
            return None
        return own if own and path.startswith(f"{folder_of(own)}/") else self.code

    def _shelf_of(self, name: str) -> tuple[Shelf, str]:
        block, _, own = name.rpartition("/")
        return self.shelves[block or self.code], own

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.definition)

    def _plain_form(self, form_id: str, language: str) -> Form:
        shelf, name = self._shelf_of(form_id)
        return shelf.forms[name, language]

    def _template(self, name: str, language: str, element: str | None) -> str:
        file = f"documents/{name}.{language}.html"
        if element is not None:
            own = f"{folder_of(self.definition.elements[element].process)}/{file}"
            if own in self.files:
                return own
        return f"{folder_of(self.code)}/{file}"


def published(tx: Transaction, version_id: int) -> Published:
    """Return the version, compiled. Raises `Broken` if it was never published or does not run here."""
    return _compiled.get((tx.database, version_id), lambda: _read(tx, version_id))


def compile_version(
    version_id: int, code: str, module: str, *, settings: Mapping[str, Any], files: Mapping[str, bytes]
) -> Published:
    """Compile the files of a version; the errors of the packages that read them pass through."""
    blocks = diagrams(files)
    shelves = {
        code: read_shelf(files, code, base=module),
        **{process_id: read_shelf(files, process_id) for process_id in blocks},
    }

    return Published(
        id=version_id,
        code=code,
        module=module,
        settings=settings,
        files=files,
        definition=Definition.parse(files[f"{folder_of(code)}/process.bpmn"], blocks, apart=apart(shelves)),
        shelves=shelves,
    )


def apart(shelves: Mapping[str, Shelf]) -> Callable[[Element], Element]:
    """Return what gives the forms and decisions of a block their names in the version."""

    def named_apart(element: Element) -> Element:
        shelf = shelves[element.process]
        return replace(
            element,
            form_id=shelf.name_of_form(element.form_id),
            decision_id=shelf.name_of_decision(element.decision_id),
        )

    return named_apart


def _read(tx: Transaction, version_id: int) -> Published:
    row = versions.load(tx, version_id)
    if row is None:
        raise Broken("version.unknown", version=version_id)
    if not_run := Semantics.of(row.semantics).not_run():
        raise SemanticsNotRun(service=row.code, semantics=", ".join(not_run))
    files = in_force(versions.files(tx, row.id))
    return compile_version(row.id, row.code, row.module, settings=row.settings, files=files)
