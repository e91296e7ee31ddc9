"""Constants whose value only the host knows: every order they can stand in to the others is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from engine.decisions.analyse.cells import BeyondAnalysis, Constants, Symbol, scalars
from engine.decisions.analyse.columns import Column
from engine.decisions.analyse.scales import spread
from feel import Functions
from feel.analyse import kind_of
from feel.values import Value

_MAX_ORDERS: Final = 120


def assignments(columns: Sequence[Column], constants: Constants) -> tuple[Mapping[Symbol, Value], ...]:
    """Return values of the unknown constants, so that each order among all constants occurs."""
    holders: dict[Symbol, list[Column]] = {}
    for column in columns:
        for symbol in column.symbols(constants):
            holders.setdefault(symbol, []).append(column)
    choices: list[list[Value]] = []
    total = 1
    for found in holders.values():
        choices.append(_choices(found, constants))
        total *= len(choices[-1])
        if total > _MAX_ORDERS:
            raise BeyondAnalysis(", ".join(" ".join(symbol) for symbol in holders))
    return tuple(dict(zip(holders, values, strict=True)) for values in product(*choices))


def _choices(columns: Sequence[Column], constants: Constants) -> list[Value]:
    known = constants.serving({})
    values = [value for column in columns for value in _told(column, constants, functions=known)]
    kinds = {kind for column in columns for kind in column.kinds} or {kind_of(value).name for value in values}
    if len(kinds) > 1:
        raise BeyondAnalysis(columns[0].inputs[0].text)
    kind = kinds.pop() if kinds else "number"
    rivals = {symbol for column in columns for symbol in column.symbols(constants)}
    same = [value for value in values if kind_of(value).name == kind]
    ordered = any(column.is_ordered for column in columns)
    return spread(kind, same, count=len(rivals), ordered=ordered)


def _told(column: Column, constants: Constants, *, functions: Functions) -> Iterator[Value]:
    for node, text in column.boundaries:
        symbol = constants.symbol(node)
        if symbol is None or symbol in constants.known:
            yield from scalars(constants.value(node, text, functions))
