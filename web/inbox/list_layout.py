"""Columns and conditions of the list of steps: the page where somebody chooses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.catalogue.listed import Column
from engine.commands.list_columns import ChooseColumns
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.list_columns import ALWAYS, ANSWERS, COLUMNS, OF_ANSWER, USUAL, of_answers
from engine.queries import case_answers, office_cases
from engine.stores import list_columns as store
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import current_language, name_of, t
from web.inbox.place_in_list import asked
from web.keys import sent_key
from web.without_api import Reason, without_api

USUAL_AGAIN, UP, DOWN = "usual", "up", "down"


class Shown(NamedTuple):
    """A column of the table: its name, and the number of its answer in a row."""

    name: str
    answer: int | None = None


class Choice(NamedTuple):
    """A column that may be chosen, its heading, and whether it is."""

    name: str
    head: str
    is_chosen: bool


class Answered(NamedTuple):
    """An answer that a list can be narrowed by, and its values in words."""

    place: str
    head: str
    values: Sequence[tuple[str, str]]


def columns(tx: Transaction) -> tuple[str, ...] | None:
    """Return what the person has chosen for the list that the address names; None: what everybody has."""
    return store.chosen(tx, asked().service)


def answers(chosen: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the places of the chosen answers; None: those that the service names."""
    return None if chosen is None else of_answers(chosen)


def laid_out(chosen: Sequence[str] | None, places: Sequence[str]) -> list[Shown]:
    """Return the columns of a table whose rows have the answers at these places."""
    found: list[Shown] = []
    for name in USUAL if chosen is None else chosen:
        if name == ANSWERS:
            found += [Shown(f"{OF_ANSWER}{place}", number) for number, place in enumerate(places)]
        elif not name.startswith(OF_ANSWER):
            found.append(Shown(name))
        elif (place := name.removeprefix(OF_ANSWER)) in places:
            found.append(Shown(name, places.index(place)))
    return found


@blueprint.get("/layout")
@access.staff
@without_api(Reason.FORM)
def list_layout() -> ResponseReturnValue:
    """Let somebody narrow the list that the address names, and choose its columns."""
    return _page()


@blueprint.post("/layout")
@access.staff
@without_api(Reason.FORM)
def set_layout() -> ResponseReturnValue:
    """Keep the ticked columns in the order of the page, with one of them moved where that was pressed."""
    part, do = asked(), request.form.get("_do", "")
    ticked = tuple(request.form.getlist("column"))
    wanted = () if do == USUAL_AGAIN else _moved(ticked, do)
    try:
        engine().send(ChooseColumns(wanted, part.service), actor=current_actor(), key=sent_key())
    except Rejected as refused:
        return _page(words_of(refused))
    if do.partition(":")[0] not in (UP, DOWN):
        flashes.done(t("layout.saved"))
        return redirect(url_for("inbox.tasks", **part.address()), 303)
    return redirect(url_for("inbox.list_layout", **part.address(), _anchor="columns"), 303)


def _moved(ticked: tuple[str, ...], do: str) -> tuple[str, ...]:
    way, _, name = do.partition(":")
    if way not in (UP, DOWN) or name not in ticked:
        return ticked
    at, left = ticked.index(name), [column for column in ticked if column != name]
    left.insert(max(at - 1, 0) if way == UP else at + 1, name)
    return tuple(left)


def _page(error: ErrorWords | None = None) -> ResponseReturnValue:
    part = asked()
    with engine().read(current_actor()) as tx:
        services, villages = office_cases.services(tx), office_cases.villages(tx)
        offered, shown = case_answers.offered(tx, part.service)
        chosen = columns(tx)
    settlements = [(code, name_of(names)) for code, names in villages.items()]
    page = render_template(
        "inbox/layout.html",
        part=part,
        services=services,
        answered=list(_answered(offered, settlements)),
        choices=_choices(chosen, offered, shown),
        always=ALWAYS,
        is_own=chosen is not None,
        error=error,
        has_errors=error is not None,
    )
    return page, error.status if error else 200


def _choices(chosen: Sequence[str] | None, offered: Sequence[Column], shown: Sequence[str]) -> list[Choice]:
    """Return all columns that there are, the chosen ones first."""
    heads = {name: t(f"layout.column.{name}") for name in COLUMNS}
    heads |= {f"{OF_ANSWER}{column.place}": name_of(column.names) for column in offered}
    wanted = [column.name for column in laid_out(chosen, [*shown] if chosen is None else of_answers(chosen))]
    known = [name for name in wanted if name in heads]
    return [Choice(name, heads[name], name in known) for name in dict.fromkeys((*known, *heads))]


def _answered(offered: Sequence[Column], settlements: Sequence[tuple[str, str]]) -> Iterator[Answered]:
    """Yield the answers of which everybody knows the values: choices and settlements."""
    language = current_language()
    for column in offered:
        field = column.fields.get(language) or next(iter(column.fields.values()))
        values = settlements if field.kind == "settlement" else ()
        if field.kind == "choice":
            values = [(option.value, option.label) for option in field.options]
        if values:
            yield Answered(column.place, name_of(column.names), values)
