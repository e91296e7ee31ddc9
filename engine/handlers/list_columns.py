"""Choosing the columns of one's own list of steps."""

from __future__ import annotations

import re
from typing import Final

from engine.commands.list_columns import ChooseColumns
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.list_columns import ALWAYS, COLUMNS, MOST, OF_ANSWER
from engine.lists import PLACE
from engine.routes import Route, Sender
from engine.stores import list_columns as store

SERVICE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}")


class ColumnsRefused(Rejected):
    """These can't be the columns of a list."""

    code = "columns.refused"


def choose_columns(command: ChooseColumns, tx: Transaction) -> None:
    """Keep the choice, or forget it. Raises `ColumnsRefused`."""
    if command.service is not None and not SERVICE.fullmatch(command.service):
        raise ColumnsRefused("columns.unknown")
    if not command.columns:
        store.forget(tx, command.service)
        return
    columns = tuple(dict.fromkeys(command.columns))
    if any(not _is_known(name, command.service) for name in columns):
        raise ColumnsRefused("columns.unknown")
    if ALWAYS not in columns:
        columns = (*columns, ALWAYS)
    if len(columns) > MOST:
        raise ColumnsRefused("columns.too_many", most=MOST)
    store.choose(tx, command.service, columns)


def _is_known(name: str, service: str | None) -> bool:
    if name.startswith(OF_ANSWER):
        return service is not None and PLACE.fullmatch(name.removeprefix(OF_ANSWER)) is not None
    return name in COLUMNS


ROUTES = (Route(ChooseColumns, choose_columns, sender=Sender.STAFF),)
