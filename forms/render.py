"""A form as HTML that works without JavaScript.

Responsible for the HTML of the fields and of the list of errors. The `<form>` element, its token against
forgery and its buttons belong to the page. No style, no script and no handler is ever written: pages run
under a strict content security policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from forms.definition import Field, Form
from forms.errors import FieldError, describe, text
from forms.fields import MOST_ROWS
from forms.parse import ADD, REFRESH, REMOVE, ROW_MARK
from forms.settle import Settled, settle
from forms.validate import NO_CONTEXT, read_answers
from forms.view import Links, NoLinks, Picture, html_id, views

_NO_LINKS = NoLinks()
_NARROWING = frozenset({"address.municipality_code", "address.unit", "address.settlement"})


def render(
    form: Form,
    answers: Mapping[str, Any],
    *,
    errors: Sequence[FieldError] = (),
    language: str,
    context: Mapping[str, Any] = NO_CONTEXT,
    files: Mapping[str, Mapping[str, Any]] = NO_CONTEXT,
    now: datetime | None = None,
    only: Sequence[Field] | None = None,
    links: Links = _NO_LINKS,
) -> Markup:
    """Return the fields. `answers` may be stored or as typed; `files` describes uploads by digest.

    `only` are the components of one page of the form; conditions see the answers of all pages. `links`
    knows the addresses of pictures and documents.
    """
    typed = answers if isinstance(answers, Mapping) else {}
    typed, settled = _with_rows(form, typed, context, now=now, asked={error.path for error in errors})
    sentences: dict[str, str] = {}
    for error in errors:
        sentences.setdefault(error.path, describe(error, language, with_label=False))
    picture = Picture(
        places={place.path: place for place in settled.places},
        hidden=frozenset(settled.hidden),
        errors=sentences,
        language=language,
        files=files,
        watched=watched(form),
        links=links,
    )
    shown = views(picture, form.fields if only is None else only, raw=typed)
    return _written("form.html", language, views=shown, has_buttons=_has_buttons(form, picture))


def render_errors(form: Form, errors: Sequence[FieldError], language: str) -> Markup:
    """Return the summary of errors, each linked to its field; nothing where there is no error."""
    if not errors:
        return Markup("")
    links = [(html_id(error.path), describe(error, language)) for error in errors]
    return _written("errors.html", language, links=links, form_id=form.id)


def watched(form: Form) -> frozenset[str]:
    """Keys of the fields on which something in the form depends: a script shows the form anew for them."""
    keys = {item.key for item in form.walk() if item.key}
    reading = [
        rule.expression
        for item in form.walk()
        # What an answer has to be besides is asked when it is checked, and changes nothing that is shown.
        for rule in (*item.rules.all(), *item.expressions.values())
        if rule.expression is not None
    ]
    # The parts of an address that narrow down what the others may be.
    narrowing = {item.key for item in form.walk() if item.part in _NARROWING}
    return frozenset(narrowing) | frozenset(
        keys & {name for expression in reading for path in expression.paths for name in path}
    )


def _with_rows(
    form: Form,
    typed: Mapping[str, Any],
    context: Mapping[str, Any],
    *,
    now: datetime | None,
    asked: Set[str],
) -> tuple[Mapping[str, Any], Settled]:
    """Add the empty rows a person should see: the usual number at first, always the least number."""
    rows = _padded(form.fields, typed, {})

    def settled_with(given: Mapping[str, Any]) -> Settled:
        read = read_answers(form, given)[0]
        return settle(form.fields, read, context=context, now=now, asked=asked, language=form.language)

    settled = settled_with(rows)
    least = {place.path: _least(place.field, place.scope) for place in settled.places}
    more = _padded(form.fields, rows, least)
    if more == rows:
        return rows, settled
    return more, settled_with(more)


def _least(field: Field, scope: Any) -> int:
    value = field.rules.minimum.value_or_none(scope) if field.type == "dynamiclist" else None
    return min(value, MOST_ROWS) if isinstance(value, int) and not isinstance(value, bool) else 0


def _padded(
    fields: Sequence[Field], typed: Mapping[str, Any], least: Mapping[str, int], prefix: str = ""
) -> dict[str, Any]:
    padded = dict(typed)
    for item in fields:
        path = prefix + item.key
        if item.type == "group":
            below = typed.get(item.key, {}) if item.key else padded
            if isinstance(below, Mapping):
                inner = _padded(item.fields, below, least, f"{path}." if item.key else prefix)
                padded = {**padded, item.key: inner} if item.key else inner
        elif item.type == "dynamiclist":
            rows = typed.get(item.key)
            if rows is None:
                rows = [{} for _ in range(item.rows_shown)]
            if isinstance(rows, list):
                rows = rows + [{} for _ in range(least.get(path, 0) - len(rows))]
                padded[item.key] = [
                    _padded(item.fields, row, least, f"{path}.{index}.") if isinstance(row, Mapping) else {}
                    for index, row in enumerate(rows[: MOST_ROWS + 1])
                ]
    return padded


def _has_buttons(form: Form, picture: Picture) -> bool:
    """Whether a button stands inside the form that Enter must not press."""
    return bool(picture.watched) or any(item.type in ("dynamiclist", "filepicker") for item in form.walk())


def _written(template: str, language: str, **values: Any) -> Markup:
    def t(key: str, **params: Any) -> str:
        return text(f"ui.{key}", language, params)

    return Markup(_environment().get_template(template).render(t=t, language=language, **values))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("forms", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(ADD=ADD, REMOVE=REMOVE, REFRESH=REFRESH, ROW_MARK=ROW_MARK)
    return environment
