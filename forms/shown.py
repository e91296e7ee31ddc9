"""Components that ask nothing: texts, tables, pictures, documents.

Responsible for their properties. Refuses to know how they look and where pictures and documents are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from forms.conditions import Rule
from forms.definition import Field
from forms.errors import FormError
from forms.properties import Properties, compile_text

_PICTURE = re.compile(r"images/[a-z0-9][a-z0-9_\-]{0,63}\.(png|jpg|jpeg|webp)")


def _text(read: Properties, field: Field) -> Field:
    """Markdown with {{ FEEL }} in it, or one expression for the whole text."""
    text = read.string("text")
    if text.startswith("="):
        text = "{{" + text[1:] + "}}"
    return replace(
        field, text=text, expressions=compile_text(text, place=read.place, functions=read.functions)
    )


def _table(read: Properties, field: Field) -> Field:
    rows = _source(read)
    if computed := read.string("columnsExpression"):
        if not computed.startswith("="):
            raise FormError("property_type", read.place, property="columnsExpression")
        return replace(field, expressions={"rows": rows, "columns": read.rule(computed, "columnsExpression")})
    columns = read.raw.get("columns")
    if (
        not isinstance(columns, list)
        or not columns
        or not all(isinstance(column, dict) for column in columns)
    ):
        raise FormError("columns", read.place)
    pairs = tuple((str(column.get("key", "")), str(column.get("label", ""))) for column in columns)
    return replace(field, columns=pairs, expressions={"rows": rows})


def _source(read: Properties) -> Rule:
    source = read.string("dataSource")
    if not source:
        raise FormError("property_type", read.place, property="dataSource")
    return read.rule(source if source.startswith("=") else f"={source}", "dataSource")


def _documents(read: Properties, field: Field) -> Field:
    return replace(field, expressions={"documents": _source(read)})


def _image(read: Properties, field: Field) -> Field:
    """Pictures come from the service's own folder; who doesn't see them hears the text."""
    if not field.label:
        raise FormError("alt_missing", read.place)
    if not _PICTURE.fullmatch(read.string("source")):
        raise FormError("image_source", read.place, source=read.string("source"))
    return replace(field, source=read.string("source"))


READERS: Mapping[str, Callable[[Properties, Field], Field]] = {
    "text": _text,
    "table": _table,
    "image": _image,
    "documentPreview": _documents,
}
