"""The picture of a form at one moment, before it becomes HTML.

Responsible for what is shown: which fields, with which value, hint, error and attributes. Templates only
write it down. Refuses to know tags and to judge answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from decimal import Decimal
from typing import Any, Protocol

from markupsafe import Markup, escape

from forms import plots
from forms.checks import shown_options
from forms.conditions import Scope
from forms.definition import Field, Option
from forms.errors import text
from forms.fields import MOST_CHOICES, MOST_FILES
from forms.markdown import to_html
from forms.moments import KINDS as MOMENTS
from forms.moments import show as show_moment
from forms.settle import Place, place_of
from forms.signed import shown_file
from forms.summary import formatted, printed, said
from forms.vocabulary import INPUTS

_LONGEST_SHOWN = 20_000
_QUESTIONS = INPUTS - {"expression"}
_PLAIN = ("inputmode", "autocomplete", "spellcheck", "accept")
_INPUTS: Mapping[str, Mapping[str, str]] = {
    "personal_number": {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"},
    "company_number": {"inputmode": "numeric", "spellcheck": "false"},
    "postal_code": {"inputmode": "numeric"},
    "cadastral_code": {"spellcheck": "false"},
    "person_name": {"spellcheck": "false"},
    "phone": {"type": "tel"},
    "email": {"type": "email", "spellcheck": "false"},
    "iban": {"spellcheck": "false", "autocomplete": "off"},
    "date": {"inputmode": "numeric"},
    "time": {"spellcheck": "false"},
    "date_time": {"spellcheck": "false"},
    "money": {"inputmode": "decimal", "spellcheck": "false"},
    "number": {"inputmode": "decimal", "spellcheck": "false"},
}
_HINTED = frozenset(
    {"date", "time", "date_time", "phone", "personal_number", "company_number", "iban", "email"}
    | {"cadastral_code", "plot"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as an input."""

    id: str
    option: Option
    is_chosen: bool


@dataclass(slots=True)
class View:
    """One component as it is shown."""

    shape: str
    field: Field
    id: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    value: Any = ""
    is_optional: bool = False
    is_watched: bool = False
    attributes: dict[str, str] = made_by(default_factory=dict)
    choices: list[Choice] = made_by(default_factory=list)
    inner: list[View] = made_by(default_factory=list)
    rows: list[list[View]] = made_by(default_factory=list)
    files: list[Mapping[str, Any]] = made_by(default_factory=list)
    html: Markup = Markup("")
    columns: tuple[tuple[str, str], ...] = ()
    hides_if: str = ""

    @property
    def described_by(self) -> str:
        parts = (f"{self.id}--hint" if self.hint else "", f"{self.id}--error" if self.error else "")
        return " ".join(part for part in parts if part)

    @property
    def is_question(self) -> bool:
        return self.shape in _QUESTIONS

    @property
    def has_affix(self) -> bool:
        return "prefix" in self.attributes or "suffix" in self.attributes

    @property
    def has_groups(self) -> bool:
        return any(choice.option.group for choice in self.choices)

    @property
    def marks(self) -> Markup:
        """What a script reads of a question."""
        hides = f' data-f-hide="={escape(self.hides_if)}"' if self.hides_if else ""
        watch = " data-f-watch" if self.is_watched else ""
        return Markup(f' data-f-key="{self.name}" data-f-kind="{self.field.kind}"{hides}{watch}')

    @property
    def control(self) -> Markup:
        """The attributes of an input but for its value and class.

        Written in one go, because a long form has thousands. Ids, names and kinds need no escaping: the
        reader of form files lets no other than letters, digits and a few signs into them.
        """
        said = [f' id="{self.id}" name="{self.name}"']
        if self.hint or self.error:
            said.append(f' aria-describedby="{self.described_by}"')
        if self.error:
            said.append(' aria-invalid="true"')
        if self.shape not in ("textarea", "select", "checkbox", "filepicker"):
            said.append(f' type="{self.attributes.get("type", "text")}"')
        said += (f' {name}="{escape(self.attributes[name])}"' for name in _PLAIN if name in self.attributes)
        return Markup("".join(said))


class Links(Protocol):
    """Addresses of what a form shows and doesn't hold; "" where there is none."""

    def image(self, name: str) -> str: ...
    def document(self, digest: str) -> str: ...


class NoLinks:
    """On paper and in tests nothing has an address."""

    def image(self, name: str) -> str:
        return ""

    def document(self, digest: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a view is made from."""

    places: Mapping[str, Place]
    hidden: frozenset[str]
    errors: Mapping[str, str]
    language: str
    files: Mapping[str, Mapping[str, Any]]
    watched: frozenset[str]
    links: Links


def html_id(path: str) -> str:
    """The id of the input at a path; error lists link to it."""
    return "f-" + path.replace(".", "-").replace("#", "-")


def views(picture: Picture, fields: Sequence[Field], *, raw: Any, prefix: str = "") -> list[View]:
    """Return what is visible, in order; `raw` are the answers as they were typed."""
    typed: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    return list(_views(picture, fields, raw=typed, prefix=prefix))


def _views(
    picture: Picture, fields: Sequence[Field], *, raw: Mapping[str, Any], prefix: str
) -> Iterator[View]:
    for item in fields:
        path = place_of(prefix, item)
        if path in picture.hidden or item.type == "expression":
            continue
        view = View(item.type, item, html_id(path), path, item.label, item.description)
        view.error = picture.errors.get(path, "")
        view.hides_if = item.rules.hidden.expression.text if item.rules.hidden.expression else ""
        view.is_watched = item.key in picture.watched
        if item.type == "group":
            below = raw.get(item.key) if item.key else raw
            view.inner = views(picture, item.fields, raw=below, prefix=f"{path}." if item.key else prefix)
        elif path in picture.places:
            _fill(picture, view, picture.places[path], raw.get(item.key))
        yield view


def _fill(picture: Picture, view: View, place: Place, raw: Any) -> None:
    item = view.field
    if item.type == "dynamiclist":
        rows = raw if isinstance(raw, list) else []
        for index in range(min(len(rows), len(place.value))):
            prefix = f"{view.name}.{index}."
            view.rows.append(views(picture, item.fields, raw=rows[index], prefix=prefix))
    elif item.type == "text":
        view.html = to_html(
            item.text,
            lambda one: said(item.expressions[one].value_or_none(place.scope), item.words.get(one, {})),
        )
    elif item.type == "table":
        view.columns, view.value = _table(item, place.scope)
    elif item.type == "image":
        view.value = picture.links.image(item.source)
    elif item.type == "documentPreview":
        view.files = list(_documents(item, place.scope, picture))
    elif place.is_readonly:
        view.shape = "readonly"
        view.value = formatted(item, place.value, scope=place.scope, language=picture.language)
    elif item.key:
        _fill_input(picture, view, place, raw)


def _table(item: Field, scope: Scope) -> tuple[tuple[tuple[str, str], ...], list[list[str]]]:
    """Columns and cells; the columns too may be computed."""
    rows, columns = item.expressions["rows"].value_or_none(scope), item.columns
    if "columns" in item.expressions:
        found = item.expressions["columns"].value_or_none(scope)
        named = [column for column in found if isinstance(column, Mapping)] if isinstance(found, list) else []
        columns = tuple((str(column.get("key", "")), str(column.get("label", ""))) for column in named)
    return columns, [
        [printed(row.get(key)) for key, _ in columns]
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    ]


def _documents(item: Field, scope: Scope, picture: Picture) -> Iterator[Mapping[str, Any]]:
    """References to documents, as answers and cases hold them, with their addresses."""
    found = item.expressions["documents"].value_or_none(scope)
    for raw in (found if isinstance(found, list) else [found])[:MOST_FILES]:
        file = shown_file(raw, picture.files, picture.language)
        if file["document"]:
            yield {**file, "address": picture.links.document(file["document"])}


def _fill_input(picture: Picture, view: View, place: Place, raw: Any) -> None:
    item = view.field
    view.is_optional = item.type != "checkbox" and item.rules.required.value_or_none(place.scope) is not True
    view.value = shown_value(item, raw)
    view.hint = _hint(item, picture.language)
    view.attributes = _attributes(item)
    if item.type == "filepicker":
        view.files = [
            shown_file(file, picture.files, picture.language)
            for file in (raw[:MOST_FILES] if isinstance(raw, list) else [])
        ]
    elif item.type == "checkbox":
        view.value = raw in (True, "true", "on", "1") if isinstance(raw, bool | str) else False
    elif item.kind in ("choice", "settlement", "choices"):
        chosen = raw[:MOST_CHOICES] if isinstance(raw, list) else [raw]
        view.choices = [
            Choice(view.id if number == 1 else f"{view.id}--{number}", option, option.value in chosen)
            for number, option in enumerate(shown_options(item, place.scope), start=1)
        ]


def shown_value(item: Field, raw: Any) -> str:
    """What stands in an input: what was typed, or a stored value as a person would type it."""
    if isinstance(raw, str):
        shown = raw[:_LONGEST_SHOWN].encode("utf-8", "replace").decode().replace("\0", "")
        return show_moment(shown, item.kind) if item.kind in MOMENTS else shown
    if item.kind == "plot":
        return plots.as_lines(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | float):
        return ""
    if item.kind == "money" and isinstance(raw, int):
        sign = "-" if raw < 0 else ""
        return f"{sign}{abs(raw) // 100},{abs(raw) % 100:02d}"
    return str(raw)[:100].replace(".", ",") if item.kind in ("number", "money") else ""


def _hint(item: Field, language: str) -> str:
    if item.description or item.kind not in _HINTED | {"files"}:
        return item.description
    if item.kind == "files":
        return text("hint.files", language, {"accept": ", ".join(item.accept)}) if item.accept else ""
    return text(f"hint.{item.kind}", language)


def _attributes(item: Field) -> dict[str, str]:
    attributes = dict(_INPUTS.get(item.kind, {}))
    if item.kind == "number" and item.decimals == 0:
        attributes["inputmode"] = "numeric"
    attributes |= item.attributes
    if item.kind == "money":
        attributes.setdefault("suffix", "₾")
    if item.type == "filepicker" and item.accept:
        attributes["accept"] = ",".join(item.accept)
    return attributes
