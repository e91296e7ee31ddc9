"""marshmallow fields that read one answer: right type, right format, normal form.

Responsible for what can be said of a value without looking at any other answer. Required answers, limits
that depend on other answers and options from outside are `checks`. Refuses to know HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, missing
from marshmallow import fields as base

from forms import formats, moments, plots
from forms.definition import CHOICES, Field
from forms.formats import Refused
from forms.problems import Problem

SHORT_TEXT = 1_000
LONG_TEXT = 10_000
MOST_ROWS = 100
MOST_CHOICES = 500
MOST_FILES = 50

# A kind that is missing here would be taken as it is typed: `tests/forms/test_kinds.py` demands each.
READERS: Mapping[str, Callable[[str], str]] = {
    "text": str,
    "register_entry": str,  # what is there, a register says (`checks`)
    "personal_number": formats.read_personal_number,
    "company_number": formats.read_company_number,
    "postal_code": formats.read_postal_code,
    "cadastral_code": formats.read_cadastral_code,
    "person_name": formats.read_person_name,
    "phone": formats.read_phone,
    "email": formats.read_email,
    "iban": formats.read_iban,
    "date": formats.read_date,
    "time": moments.read_time,
    "date_time": moments.read_date_time,
}


class Answer(base.Field[Any]):
    """A field whose empty text is no answer, so that forms without JavaScript and JSON agree."""

    def __init__(self, field: Field) -> None:
        super().__init__(allow_none=True, data_key=field.key, attribute=field.key)
        self.field = field

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Read the value, without what marshmallow looks for at each field and no answer has.

        There are no defaults and no validators here, and whether an answer is required is checked later.
        """
        return value if value is missing else self._deserialize(value, attr, data, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if value is None or (isinstance(value, str) and len(value) < SHORT_TEXT and not value.strip()):
            return None
        return self.read(value)

    def read(self, value: Any) -> Any:
        raise NotImplementedError


class Text(Answer):
    """Cleaned text, then the format of its kind; text that cleans to nothing is no answer."""

    def read(self, value: Any) -> Any:
        is_long = self.field.type == "textarea"
        text = formats.read_text(value, longest=LONG_TEXT if is_long else SHORT_TEXT, lines=is_long)
        return READERS[self.field.kind](text) if text else None


class Number(Answer):
    """An exact number, or money in tetri."""

    def read(self, value: Any) -> Any:
        if isinstance(value, str):
            value = formats.read_text(value, longest=100)
            if not value:
                return None
        if self.field.kind == "money":
            return formats.read_money(value)
        return formats.read_number(value, decimals=self.field.decimals)


class Tick(Answer):
    """Yes or no."""

    def read(self, value: Any) -> Any:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in ("true", "on", "1", "false", "0"):
            return value in ("true", "on", "1")
        raise Refused("wrong_type")


class Choice(Answer):
    """One option; whether it is among the options is checked later, options may come from outside."""

    def read(self, value: Any) -> Any:
        return formats.read_text(value, longest=SHORT_TEXT) or None


class Choices(Answer):
    """Some options, each once, in the order of the applicant."""

    def read(self, value: Any) -> Any:
        if not isinstance(value, list):
            raise Refused("wrong_type")
        if len(value) > MOST_CHOICES:
            raise Refused("too_many_choices", max=MOST_CHOICES)
        texts = (formats.read_text(item, longest=SHORT_TEXT) for item in value)
        return list(dict.fromkeys(text for text in texts if text))


class Files(Answer):
    """References to stored documents. Name, size and type are taken over only in a bounded shape."""

    def read(self, value: Any) -> Any:
        if not isinstance(value, list):
            raise Refused("wrong_type")
        if len(value) > MOST_FILES:
            raise Refused("too_many_files", max=MOST_FILES)
        found = {item["document"]: item for item in map(self._file, value)}
        return list(found.values())

    def _file(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Refused("wrong_type")
        file: dict[str, Any] = {"document": formats.read_text(value.get("document"), longest=200)}
        for key in ("name", "type"):
            if value.get(key) is not None:
                file[key] = formats.read_text(value[key], longest=255)
        size = value.get("size")
        if size is not None:
            if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size < 2**50:
                raise Refused("wrong_type")
            file["size"] = size
        if not file["document"]:
            raise Refused("wrong_type")
        return file


class Plot(Answer):
    """A polygon on the map, from text or GeoJSON."""

    def read(self, value: Any) -> Any:
        return plots.read_plot(value)


class Group(Answer):
    """Answers under a path of their own."""

    def __init__(self, field: Field, schema: Schema) -> None:
        super().__init__(field)
        self.schema = schema

    def read(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Refused("wrong_type")
        return self.schema.load(value)


class Rows(Group):
    """A repeated group. marshmallow's List drops rows it can't read; here a row keeps its number."""

    def read(self, value: Any) -> Any:
        if not isinstance(value, list):
            raise Refused("wrong_type")
        if len(value) > MOST_ROWS:
            raise Refused("too_many_rows", max=MOST_ROWS)
        rows: list[Any] = []
        errors: dict[str, Any] = {}
        for index, row in enumerate(value):
            try:
                rows.append(super().read(row))
            except ValidationError as error:
                errors[str(index)] = error.messages
                rows.append(error.valid_data or {})
        if errors:
            raise ValidationError(errors, valid_data=rows)
        return rows


def answer_field(field: Field) -> Answer:
    """Return the reader of one field that isn't a container."""
    if field.type == "checkbox":
        return Tick(field)
    if field.type in CHOICES:
        return Choices(field)
    if field.type == "filepicker":
        return Files(field)
    if field.type in ("select", "radio"):
        return Choice(field)
    if field.kind == "plot":
        return Plot(field)
    return Number(field) if field.kind in ("number", "money") else Text(field)


def read_or_none(field: Field, value: Any) -> Any:
    """Read a default value; one that can't be read counts as none, the applicant can't correct it."""
    try:
        return answer_field(field).deserialize(value)
    except ValidationError:
        return None


def problems_by_path(messages: Any, prefix: str = "") -> dict[str, Problem]:
    """Flatten marshmallow's tree of errors; of several problems of one value the first is kept."""
    if isinstance(messages, dict):
        flat: dict[str, Problem] = {}
        for key, inner in messages.items():
            flat |= problems_by_path(inner, f"{prefix}.{key}" if prefix else str(key))
        return flat
    first = messages[0] if messages else None
    return {prefix: first if isinstance(first, Problem) else Problem("wrong_type")}
