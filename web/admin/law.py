"""Parameters: by law for the country, and what a council sets for its municipality."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.municipalities import SetParameter
from engine.errors import NotFound
from engine.queries import law as queries
from engine.queries.law import Parameter
from engine.queries.views import Names
from engine.terms import Unit
from engine.value_tables.typed import typed_value
from web.admin.sending import ADMINISTRATORS, OF_THE_COUNTRY, day, done, end_after, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import format_money, format_number, has_text, t
from web.keys import sent_version
from web.tables import exported
from web.without_api import Reason, without_api


@blueprint.get("/law")
@OF_THE_COUNTRY
@exported
def law() -> ResponseReturnValue:
    """List the parameters of the country."""
    return _list(None)


@blueprint.get("/municipalities/<name:code>/parameters")
@ADMINISTRATORS
@exported
def parameters(code: str) -> ResponseReturnValue:
    """List what the council of the municipality may set, with the country's values beside it."""
    return _list(code)


@blueprint.get("/law/<name:name>")
@OF_THE_COUNTRY
@without_api(Reason.FORM)
def law_parameter(name: str) -> ResponseReturnValue:
    return _one(None, name, {})


@blueprint.post("/law/<name:name>")
@OF_THE_COUNTRY
def set_law(name: str) -> ResponseReturnValue:
    return _set(None, name)


@blueprint.get("/municipalities/<name:code>/parameters/<name:name>")
@ADMINISTRATORS
@without_api(Reason.FORM)
def parameter(code: str, name: str) -> ResponseReturnValue:
    return _one(code, name, {})


@blueprint.post("/municipalities/<name:code>/parameters/<name:name>")
@ADMINISTRATORS
def set_parameter(code: str, name: str) -> ResponseReturnValue:
    return _set(code, name)


class HasKind(Protocol):
    """Protocol of what says how a value is read: its kind, and what a number counts."""

    @property
    def kind(self) -> str: ...

    @property
    def unit(self) -> str | None: ...


def value_words(one: HasKind, value: Any) -> str:
    """Return a value of a parameter as people read it."""
    kind = one.kind
    if kind == "term":
        return f"{value['number']} {_unit_words(value['unit'])}"
    if kind == "money":
        return format_money(value)
    if kind == "flag":
        return t("admin.law.yes" if value else "admin.law.no")
    if kind == "number":
        return f"{format_number(Decimal(str(value)))} {_unit_words(one.unit or '')}".strip()
    return str(value)


def _unit_words(unit: str) -> str:
    """Return what a number counts; files say it in English, with what follows after a comma."""
    key = f"admin.law.unit.{unit.partition(',')[0].replace(' ', '_')}"
    return t(key) if has_text(key) else ""


def _found(code: str | None) -> tuple[Names | None, tuple[Parameter, ...]]:
    with engine().read(current_actor()) as tx:
        return (None, queries.of_country(tx)) if code is None else queries.of_municipality(tx, code)


def _list(code: str | None) -> str:
    municipality, found = _found(code)
    return render_template(
        "admin/law.html", municipality=municipality, code=code, parameters=found, words=value_words
    )


def _find(code: str | None, name: str) -> Parameter:
    found = next((listed for listed in _found(code)[1] if listed.name == name), None)
    if found is None:
        raise NotFound
    return found


def _set(code: str | None, name: str) -> ResponseReturnValue:
    sent, one = request.form, _find(code, name)
    return done(
        lambda: SetParameter(
            name,
            code,
            typed_value(one.kind, sent.get("value", ""), unit=sent.get("unit", "")),
            sent.get("act", ""),
            day(sent, "first_on"),
            end_after(sent, "last_on"),
            sent_version(),
        ),
        url_for("admin.law") if code is None else url_for("admin.parameters", code=code),
        lambda error: _one(code, name, sent, error=error),
    )


def _one(
    code: str | None, name: str, sent: Mapping[str, str], *, error: ErrorWords | None = None
) -> ResponseReturnValue:
    one = _find(code, name)
    units = tuple((unit.value, t(f"admin.law.unit.{unit.value}")) for unit in Unit)
    page = render_template(
        "admin/parameter.html", one=one, code=code, units=units, words=value_words, sent=sent, **shown(error)
    )
    return page, status(error)
