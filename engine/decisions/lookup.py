"""Finds the rows of a table whose constant cells take a value, with one look per column.

Between two neighbouring constants of a column every cell gives one answer, so each cell is asked once, when
the table is compiled, about every constant and about one value from every gap. Refuses to know what a cell
means: it asks the compiled cell. Rows are bits of a number, the first row the lowest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from feel import Date, UnaryTests, tree
from feel.run import Run
from feel.temporal import parse_date
from feel.temporal.types import date_of_ordinal
from feel.values import CONTEXT

Value = Any
Tests = tuple[tuple[int, UnaryTests], ...]
_STEPS: Final = 10_000
_MOST_ASKED: Final = 100_000  # cells times constants: a larger column is tested row by row


@dataclass(frozen=True, slots=True)
class Scale:
    """Values in order, and the rows that take what lies before, on and after each of them."""

    points: Sequence[Any]
    rows: tuple[int, ...]

    def find(self, value: Any) -> int:
        place = bisect_left(self.points, value)
        if place < len(self.points) and self.points[place] == value:
            return self.rows[2 * place + 1]
        return self.rows[2 * place]


@dataclass(frozen=True, slots=True)
class Column:
    """The constant cells of one column; what is None can't be looked up."""

    index: int
    single: dict[Value, int]
    texts: dict[str, int] | None
    other_text: int
    numbers: Scale | None
    dates: Scale | None

    def find(self, value: Value) -> int | None:
        """Return the rows that take a value, or nothing if they have to be asked one by one."""
        kind = type(value)
        if kind is str:
            return None if self.texts is None else self.texts.get(value, self.other_text)
        if kind is Decimal:
            return None if self.numbers is None else self.numbers.find(value)
        if kind is bool or value is None:
            return self.single[value]
        if kind is Date and self.dates is not None:
            return self.dates.find(value.ordinal)
        return None


@dataclass(frozen=True, slots=True)
class Lookup:
    """The columns of a table, and for each row the tests that none of them speaks for."""

    columns: tuple[Column, ...]
    tests: tuple[Tests, ...]
    varying: tuple[Tests, ...]

    def matching(
        self, run: Run, values: Sequence[Value], *, scope: Mapping[str, Any], first: bool
    ) -> list[int]:
        """Return the places of the rows that hold, or of the first one."""
        run.charge(len(self.tests))
        left = (1 << len(self.tests)) - 1
        tests = self.varying
        for column in self.columns:
            found = column.find(values[column.index])
            if found is None:
                tests = self.tests
            else:
                left &= found
        matching: list[int] = []
        while left:
            place = (left & -left).bit_length() - 1
            left &= left - 1
            for index, test in tests[place]:
                if test.evaluate_in(run, values[index], context=scope) is not True:
                    break
            else:
                matching.append(place)
                if first:
                    break
        return matching


def make_lookup(width: int, rows: Sequence[Tests], *, hosts: Collection[str] = ()) -> Lookup:
    """Return the lookup of a table with n columns; what functions of the host say is not constant."""
    columns: list[Column] = []
    spoken: dict[int, int] = {}
    for index in range(width):
        cells = [next((test for place, test in row if place == index), None) for row in rows]
        found = _column(index, cells, hosts=frozenset(hosts))
        if found is not None:
            columns.append(found[0])
            spoken[index] = found[1]
    varying = tuple(
        tuple((index, test) for index, test in row if not spoken.get(index, 0) >> place & 1)
        for place, row in enumerate(rows)
    )
    return Lookup(tuple(columns), tuple(rows), varying)


class _Varies(Exception):
    """The cell depends on more than the value at hand."""


def _column(
    index: int, cells: Sequence[UnaryTests | None], *, hosts: frozenset[str]
) -> tuple[Column, int] | None:
    """Return a column and the rows it speaks for; nothing if there is no constant cell in it."""
    constants: list[Value] = []
    asked: list[tuple[int, UnaryTests]] = []
    free = spoken = 0
    has_ordered_texts = False
    for place, cell in enumerate(cells):
        found = None if cell is None or cell.functions & hosts else _constants_of(cell)
        if cell is None or found is None:
            free |= 1 << place
            continue
        constants += [value for value, _ in found]
        has_ordered_texts |= any(ordered and type(value) is str for value, ordered in found)
        asked.append((1 << place, cell))
        spoken |= 1 << place
    if not asked or len(asked) * len(set(constants)) > _MOST_ASKED:
        return None

    def rows(value: Value) -> int:
        return free | sum(bit for bit, cell in asked if _takes(cell, value))

    texts = {value for value in constants if type(value) is str}
    other = "".join(texts) + "?"
    return (
        Column(
            index,
            {value: rows(value) for value in (None, True, False)},
            None if has_ordered_texts else {text: rows(text) for text in texts},
            rows(other),
            _numbers(sorted({value for value in constants if type(value) is Decimal}), rows),
            _dates(sorted({value.ordinal for value in constants if type(value) is Date}), rows),
        ),
        spoken,
    )


def _takes(cell: UnaryTests, value: Value) -> bool:
    return cell.evaluate_in(Run(_STEPS), value, context={}) is True


def _numbers(points: list[Decimal], rows: Any) -> Scale | None:
    if not points:
        return Scale((), (rows(Decimal(0)),))
    between = [CONTEXT.subtract(points[0], Decimal(1))]
    between += [
        CONTEXT.divide(CONTEXT.add(a, b), Decimal(2)) for a, b in zip(points, points[1:], strict=False)
    ]
    between.append(CONTEXT.add(points[-1], Decimal(1)))
    for low, value, high in zip([None, *points], between, [*points, None], strict=True):
        if (low is not None and low >= value) or (high is not None and value >= high):
            # Numbers of 34 digits have neighbours, and the largest have none.
            return None
    return _scale(points, points, between=between, rows=rows)


def _dates(points: list[int], rows: Any) -> Scale | None:
    if not points:
        return Scale((), (rows(Date(2000, 1, 1)),))
    gaps = [points[0] - 1, *(point + 1 for point in points)]
    days, between = ([date_of_ordinal(ordinal) for ordinal in column] for column in (points, gaps))
    if None in days or None in between:
        return None
    # After a day that is followed by the next point nothing lies: what is asked there is never looked up.
    return _scale(points, days, between=between, rows=rows)


def _scale(points: Sequence[Any], values: Sequence[Value], *, between: Sequence[Value], rows: Any) -> Scale:
    found = [rows(between[0])]
    for value, after in zip(values, between[1:], strict=True):
        found += (rows(value), rows(after))
    return Scale(points, tuple(found))


def _constants_of(cell: UnaryTests) -> list[tuple[Value, bool]] | None:
    """Return the constants of a cell; nothing if it depends on anything else."""
    try:
        return list(_constants(cell.tree))
    except _Varies:
        return None


def _constants(node: tree.Node) -> Iterator[tuple[Value, bool]]:
    """Yield the constants of a cell, and whether it asks for an order; raise where there is anything else."""
    match node:
        case tree.UnaryTests(tests=tests):
            for test in tests:
                yield from _constants(test)
        case tree.OperatorTest(operator=operator, operand=operand):
            yield _constant(operand), operator not in ("=", "!=")
        case tree.RangeLiteral(start=start, end=end):
            yield _constant(start), True
            yield _constant(end), True
        case _:
            yield _constant(node), False


def _constant(node: tree.Node) -> Value:
    match node:
        case tree.Literal(value=value):
            return value
        case tree.Negation(operand=tree.Literal(value=Decimal() as value)):
            return CONTEXT.minus(value)
        case tree.Call(callee=tree.Name(name="date"), arguments=(tree.Literal(value=str() as text),)):
            return parse_date(text)
    raise _Varies
