"""Read a `.form` file: form-js JSON, schema version 19, strictly.

Responsible for the file as a whole: size, JSON, nesting, keys that collide. What one component means is
`components`. A file this module accepts can't fail later because of its own shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import feel
from forms.compile import compile_schema
from forms.components import read_component
from forms.definition import Field, Form
from forms.errors import FormError
from forms.parts import components
from forms.properties import Properties
from forms.vocabulary import COMPOSITE, CONTAINERS, LAST, is_hostile, unknown_in_component, unknown_in_form

MOST_BYTES = 262_144
MOST_COMPONENTS = 300
DEEPEST = 5
SCHEMA_VERSION = 19
_FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]{0,127}")
_FIRST_READING_DEPTH = 40
_LARGEST_EXPONENT = 30
_UNSHOWABLE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]")
_MOST_MISTAKES = 50


def load_form(data: bytes | Mapping[str, Any], *, functions: feel.Functions | None = None) -> Form:
    """Return the form; raises FormError with a code and the place in the file.

    `functions` are the FEEL functions the form may call; the standard ones where nothing is given.
    """
    document = _document(data)
    form_id = document.get("id")
    if not isinstance(form_id, str) or not _FORM_ID.fullmatch(form_id):
        raise FormError("form_id", "id")
    version = document.get("schemaVersion")
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise FormError("schema_version", "schemaVersion", newest=SCHEMA_VERSION)
    if document.get("type", "default") != "default":
        raise FormError("not_a_form", "type")
    known = functions or feel.Functions.standard()
    reader = _Reader(known)
    for name in unknown_in_form(document):
        reader.note(FormError("unknown_property", name, property=name))
    begins = reader.begins(document)
    fields = reader.components(document.get("components"), "components", depth=1)
    if reader.mistakes:
        first, *others = reader.mistakes
        first.others = tuple(others)
        raise first
    return Form(form_id, fields, compile_schema(fields), known, begins=begins)


class _Reader:
    """One reading of one file: counts components and remembers ids."""

    def __init__(self, functions: feel.Functions) -> None:
        self.functions = functions
        self.ids: set[str] = set()
        self.count = 0
        self.mistakes: list[FormError] = []

    def note(self, mistake: FormError) -> None:
        if len(self.mistakes) < _MOST_MISTAKES:
            self.mistakes.append(mistake)

    def begins(self, document: Mapping[str, Any]) -> str:
        """How the questions of the form begin when their step comes back."""
        try:
            return Properties(document, "properties", self.functions).begins(asked=True) or LAST
        except FormError as mistake:
            self.note(mistake)
            return LAST

    def components(
        self, raw: Any, place: str, *, depth: int, prefix: str = "", keys: set[str] | None = None
    ) -> tuple[Field, ...]:
        """Read a list of components; `keys` are those already taken where the answers will stand."""
        if not isinstance(raw, list):
            raise FormError("components_missing", place)
        if depth > DEEPEST:
            raise FormError("too_deep", place, max=DEEPEST)
        taken = set() if keys is None else keys
        fields = []
        for index, item in enumerate(raw):
            self.count += 1
            if self.count > MOST_COMPONENTS:
                raise FormError("too_many_components", place, max=MOST_COMPONENTS)
            try:
                fields.append(
                    self._component(item, f"{place}.{index}", depth=depth, prefix=prefix, keys=taken)
                )
            except FormError as mistake:
                if mistake.code in ("too_deep", "too_many_components"):
                    raise
                self.note(mistake)
        return tuple(fields)

    def _component(self, raw: Any, place: str, *, depth: int, prefix: str, keys: set[str]) -> Field:
        if not isinstance(raw, dict):
            raise FormError("not_a_component", place)
        field = read_component(raw, place, prefix=prefix, functions=self.functions)
        if field.id in self.ids:
            raise FormError("duplicate_id", place, id=field.id)
        self.ids.add(field.id)
        for name in unknown_in_component(raw):
            self.note(FormError("unknown_property", place, property=name))
        if field.kind in COMPOSITE and not field.key:
            raise FormError("key", place, key="")
        if field.key in keys:
            raise FormError("duplicate_key", place, key=field.key)
        if field.key:
            keys.add(field.key)
        if field.type not in CONTAINERS:
            return field
        if field.kind in COMPOSITE:
            raw = {**raw, "components": components(field.kind, raw, place)}
        inner_place = f"{place}.components"
        below = f"{field.path}." if field.key else prefix
        inner = self.components(
            raw.get("components"),
            inner_place,
            depth=depth + 1,
            prefix=below,
            keys=None if field.key else keys,
        )
        if field.kind in COMPOSITE:
            inner = tuple(replace(part, part=f"{field.kind}.{part.key}") for part in inner)
        return field.containing(inner)


def _document(data: bytes | Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON object with exact numbers; the same caps hold for bytes and for a ready dict."""
    if isinstance(data, bytes):
        if len(data) > MOST_BYTES:
            raise FormError("too_large", max=MOST_BYTES)
        try:
            text = data.decode("utf-8")
            data = json.loads(
                text, object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_constant
            )
        except (ValueError, RecursionError) as error:
            raise FormError("not_json", detail=str(error)[:200]) from None
    if not isinstance(data, Mapping):
        raise FormError("not_a_form")
    copied: dict[str, Any] = _plain(data, 0)
    return copied


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise FormError("duplicate_property", properties=[key for key, _ in pairs])
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _plain(value: Any, depth: int) -> Any:
    """Copy JSON, so that a caller who changes the dict later doesn't change the form."""
    if depth > _FIRST_READING_DEPTH:
        raise FormError("too_deep", max=_FIRST_READING_DEPTH)
    if isinstance(value, Mapping):
        for name in value:
            if is_hostile(str(name)):
                raise FormError("hostile_property", property=str(name))
        return {_text(str(key)): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, float):
        value = Decimal(repr(value))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        # A number of a million digits takes no room in a file and fills a page.
        if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
            raise FormError("number_size")
        return value
    raise FormError("not_json", detail=type(value).__name__)


def _text(text: str) -> str:
    """JSON can hold what no page can show: halves of characters, and signs that control terminals."""
    if _UNSHOWABLE.search(text):
        raise FormError("bad_text")
    return text
