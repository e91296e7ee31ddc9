"""Needs of a version of a service in the municipality that offers it, derived from what it declares.

Roles come from the steps of its diagram and blocks, lists from the questions of its application, parameters
from its clocks, tables, forms and letters. Nothing is listed here by service or module. Refuses to know what
a municipality has.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from engine.catalogue.check.parameters import IN_FORM, clock_terms
from engine.catalogue.check.references import roles_of
from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.operations import ALL
from engine.operations.traits import OnPlace
from engine.process import expressions_in
from forms import Form
from forms.definition import Field

SETTLEMENTS: Final = "settlements"
PROGRAMMES: Final = "programmes"
# Lists of a municipality that forms offer to everybody alike; others belong to a person or change by the day.
LISTS: Final = frozenset({SETTLEMENTS, PROGRAMMES})
_CALL: Final = re.compile(r'\b(?:term|parameter)\s*\(\s*"([^"\\]+)"\s*\)')
_READ: Final = (".dmn", ".html")


@dataclass(frozen=True)
class Needs:
    """Requirements of one version. `lists` are those without which its application can't be answered."""

    roles: frozenset[str]
    lists: frozenset[str]
    parameters: frozenset[str]
    unit_roles: frozenset[str]  # whose steps are for the office of a unit
    has_zones: bool  # the plan of the municipality is looked at
    has_court: bool  # its acts name the court
    has_seal: bool  # its acts bear the seal of the municipality, where there is one
    has_payment: bool
    is_at_centers: bool


def needs(tx: Transaction, version_id: int) -> Needs:
    """Return what a published version needs; found out once for as long as it is kept compiled."""
    version = published(tx, version_id)
    if "needs" not in version.derived:
        version.derived["needs"] = needs_of(version)
    found: Needs = version.derived["needs"]
    return found


def needs_of(version: Published) -> Needs:
    """Return what a compiled version needs."""
    elements = version.definition.elements.values()
    operations = [ALL.traits_of(element.operation) for element in elements]
    looks_at = {operation.looks_at for operation in operations}
    appeal = version.settings.get("appeal") or {}
    return Needs(
        roles=frozenset(role for element in elements for role in roles_of(element, version.definition)),
        lists=lists_asked(version.drawn_form(version.definition.start.form_id)),
        parameters=frozenset(_parameters(version)),
        unit_roles=frozenset(
            role for element in elements if element.unit for role in roles_of(element, version.definition)
        ),
        has_zones=OnPlace.ZONES in looks_at,
        has_court="court" in {appeal.get("body"), (appeal.get("without_order") or {}).get("body")},
        has_seal=any(operation.seals for operation in operations),
        has_payment=OnPlace.TREASURY in looks_at,
        is_at_centers="centre" in version.settings["channels"],
    )


def lists_asked(form: Form | None) -> frozenset[str]:
    """Return the lists of the municipality from which everybody has to choose in a form."""
    if form is None:
        return frozenset()
    always = _always_asked(form.fields)
    return frozenset(field.options_from for field in always if field.required) & LISTS


def _always_asked(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield what is asked whatever the answers are: no row of a list, nothing under a condition."""
    for field in fields:
        if not field.has_condition and field.type != "dynamiclist":
            yield field
            yield from _always_asked(field.fields)


def _parameters(version: Published) -> Iterator[str]:
    yield from (name for _, name in clock_terms(version.settings))
    yield from _terms_in(version.settings.get("appeal"))
    for expression in expressions_in(version.definition):
        yield from _CALL.findall(expression.text)
    for path, content in version.files.items():
        if path.endswith(_READ):
            yield from _CALL.findall(html.unescape(content.decode(errors="replace")))
        elif path.endswith(".form"):
            yield from (found[1:] for found in IN_FORM.findall(content.decode(errors="replace")))


def _terms_in(settings: Any) -> Iterator[str]:
    if isinstance(settings, dict):
        if "term" in settings:
            yield str(settings["term"])
        for inner in settings.values():
            yield from _terms_in(inner)


__all__ = ["LISTS", "PROGRAMMES", "SETTLEMENTS", "Needs", "lists_asked", "needs", "needs_of"]
