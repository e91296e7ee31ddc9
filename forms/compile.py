"""One marshmallow schema for one form.

Responsible for putting the readers of `fields` together as the form is nested. Visibility isn't in the
schema: it is settled over what the schema has read, so that one schema serves every state of a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marshmallow import EXCLUDE, Schema

from forms.definition import SHOWN_ONLY, Field
from forms.fields import Answer, Group, Rows, answer_field


def compile_schema(fields: Iterable[Field]) -> Schema:
    """Return the schema; what it doesn't know it leaves out, a browser sends more than answers.

    The members have numbers for names, because a key like "load" or "Meta" would replace a part of the
    schema itself.
    """
    members = {f"answer_{number}": member for number, member in enumerate(_members(fields))}
    return Schema.from_dict(dict(members), name="Answers")(unknown=EXCLUDE)


def _members(fields: Iterable[Field]) -> Iterator[Answer]:
    for field in fields:
        if field.type in SHOWN_ONLY or field.type == "expression":
            continue
        if field.type == "dynamiclist":
            yield Rows(field, compile_schema(field.fields))
        elif field.type == "group" and field.key:
            yield Group(field, compile_schema(field.fields))
        elif field.type == "group":
            yield from _members(field.fields)
        else:
            yield answer_field(field)
