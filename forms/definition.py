"""A form as the rest of the system sees it: fields with their labels, options and rules.

Responsible for the shape of a loaded form and for its labels in another language. It refuses to know the
JSON of form-js (`load`), how answers are read (`fields`) and how they look (`render`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from marshmallow import Schema

import feel
from forms.conditions import NOTHING, Rule
from forms.errors import text as own_words
from forms.properties import compile_text
from forms.vocabulary import CHOICES as CHOICES
from forms.vocabulary import LAST
from forms.vocabulary import SHOWN_ONLY as SHOWN_ONLY


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer of a choice."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The properties of a field that may depend on other answers."""

    hidden: Rule = NOTHING
    required: Rule = NOTHING
    readonly: Rule = NOTHING
    default: Rule = NOTHING
    minimum: Rule = NOTHING
    maximum: Rule = NOTHING
    shortest: Rule = NOTHING
    longest: Rule = NOTHING
    computed: Rule = NOTHING
    options: Rule = NOTHING
    offered: Rule = NOTHING

    def all(self) -> tuple[Rule, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Field:
    """One component of a form, with the components inside it.

    `type` is the form-js component, `kind` is what the answer means ("text", "personal_number", "date",
    "money", …). `path` is the place without row numbers ("witnesses.phone"). What is only shown has no
    key; it is known by its id. `use` says who uses the answer ("people", "post").
    """

    type: str
    kind: str
    key: str
    id: str
    path: str
    label: str = ""
    description: str = ""
    rules: Rules = Rules()
    options: tuple[Option, ...] = ()
    options_from: str = ""
    pattern: Any = None
    decimals: int | None = None
    fields: tuple[Field, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of options that a text prints
    source: str = ""
    expressions: Mapping[str, Rule] = field(default_factory=dict)
    checks: Mapping[str, Rule] = field(default_factory=dict)  # by the code of the sentence of each
    columns: tuple[tuple[str, str], ...] = ()
    accept: tuple[str, ...] = ()
    most_megabytes: int | None = None
    is_multiple: bool = False
    must_be_signed: bool = False  # a file without a valid electronic signature is refused
    rows_shown: int = 1
    can_change_rows: bool = True
    is_fixed: bool = False
    use: str = ""
    special: str = ""  # "health": read only by whoever needs such data, for a purpose that is recorded
    part: str = ""  # "address.street": a part that we know ourselves, with its words
    register: str = ""  # whose entry the answer names
    page: str = ""  # of a top-level group: "new" begins a page, "same" stays on the page before it
    begins: str = ""  # when its step comes back: "anew" or "last"; without it as what it stands in

    @property
    def required(self) -> bool:
        """Always required; a field may also be required by a condition."""
        return self.rules.required.constant is True

    def empty(self) -> Any:
        """The answer of somebody who was asked and did nothing; None where that is no answer at all."""
        if self.type == "checkbox":
            return False
        return [] if self.type in CHOICES or self.type in ("filepicker", "dynamiclist") else None

    def containing(self, fields: tuple[Field, ...]) -> Field:
        return replace(self, fields=fields)

    @property
    def has_condition(self) -> bool:
        """Whether an expression tells if it is asked."""
        return self.rules.hidden.expression is not None

    def walk(self) -> Iterator[Field]:
        yield self
        for inner in self.fields:
            yield from inner.walk()


@dataclass(frozen=True)
class Form:
    """A loaded form. `schema` reads answers; it is compiled once, when the form is loaded."""

    id: str
    fields: tuple[Field, ...]
    schema: Schema = field(compare=False, repr=False)
    functions: feel.Functions = field(compare=False, repr=False)
    language: str = "ka"
    begins: str = LAST  # where no field says otherwise

    def walk(self) -> Iterator[Field]:
        """All components, containers before what they contain."""
        for item in self.fields:
            yield from item.walk()

    @cached_property
    def has_conditions(self) -> bool:
        """Whether what is asked depends on something."""
        return any(item.has_condition for item in self.walk())

    @cached_property
    def has_people(self) -> bool:
        """Whether somebody is named about whom a registry is asked."""
        return any(item.kind == "person" for item in self.walk())

    @property
    def names(self) -> frozenset[str]:
        """Root names the form's expressions expect from outside, for the check of a service."""
        own = {item.key for item in self.fields} | {"this", "parent", "i", "_this_", "_parent_", "_i_"}
        own |= {inner.key for item in self.fields if not item.key for inner in item.walk()}
        return frozenset(name for rule in self.expressions() for name in rule.names) - own

    def expressions(self) -> Iterator[feel.Expression]:
        """Every compiled FEEL expression of the form."""
        for item in self.walk():
            for rule in (*item.rules.all(), *item.expressions.values(), *item.checks.values()):
                if rule.expression is not None:
                    yield rule.expression


def localise(form: Form, overrides: Mapping[str, Any], *, language: str) -> Form:
    """Return the form with other labels: {key: {label, description, options, messages, text, columns}}.

    A key inside a group or a list may be given by its path ("witnesses.phone"); components without a key
    are named by their id. A label that isn't overridden stays as it is: a question in the other language
    is better than none. An analyst's message in another language is dropped, because there is a general
    sentence in the right one.
    """
    words = _Words(overrides, form.functions, keeps_messages=language == form.language, language=language)
    return replace(form, fields=tuple(words.apply(item) for item in form.fields), language=language)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language."""

    overrides: Mapping[str, Any]
    functions: feel.Functions
    keeps_messages: bool
    language: str

    def apply(self, item: Field) -> Field:
        found = self.overrides.get(item.path) or self.overrides.get(item.key) or self.overrides.get(item.id)
        words = found if isinstance(found, Mapping) else {}
        if item.part:
            label = words.get("label") or own_words(f"parts.{item.part}", self.language)
            return replace(item, label=label)
        options, columns = _words(words, "options"), _words(words, "columns")
        messages = {**(item.messages if self.keeps_messages else {}), **_words(words, "messages")}
        if item.type == "text":
            return self._text(item, words.get("text", words.get("label", item.text)))
        return replace(
            item,
            label=words.get("label") or words.get("alt") or item.label,
            description=words.get("description", item.description),
            options=tuple(
                replace(option, label=options.get(option.value, option.label)) for option in item.options
            ),
            columns=tuple((key, columns.get(key, label)) for key, label in item.columns),
            messages=messages,
            fields=tuple(self.apply(inner) for inner in item.fields),
        )

    def _text(self, item: Field, text: str) -> Field:
        """A translated text may hold other expressions than the original."""
        expressions = compile_text(text, place=item.id, functions=self.functions)
        return replace(item, text=text, expressions=expressions)


def _words(words: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Words under a name, whether nested or with dotted keys ("options.yes"), as text files may give them."""
    nested = words.get(name)
    flat = {key.removeprefix(f"{name}."): word for key, word in words.items() if key.startswith(f"{name}.")}
    return {**(nested if isinstance(nested, Mapping) else {}), **flat}
