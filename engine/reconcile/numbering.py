"""Numbers of cases, orders, assets, certificates: each was given once, and none between them is missing.

A number that no order bears is one that is reserved, was given up, or was voided with a reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from engine import certificate_codes
from engine.cases.numbers import parse_number
from engine.catalogue.store import versions
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.property.rules import kinds
from engine.queries import reconciling
from engine.reconcile.report import Checked

Series = tuple[str, str, int]  # municipality, name, year


def check(tx: Transaction) -> Checked:
    """Compare the numbers that were given with how far their series have counted."""
    given: dict[Series, list[int]] = defaultdict(list)
    strange: list[str] = []
    for kind, number, pattern, row, year in _numbers(tx):
        read = parse_number(pattern, number, municipality=row.municipality)
        if read is None:
            strange.append(f"{kind} number {number} does not follow the pattern of its service")
            continue
        given[row.municipality, f"{kind}:{pattern}", read.year or year].append(read.n)
    strange.extend(_of_reserved(tx, given))
    counted = {(row.municipality, row.series, row.year): row.last for row in reconciling.series(tx)}
    _of_assets(tx, given, counted)
    strange.extend(_of_certificates(tx, given))
    for series in sorted(given.keys() | counted.keys()):
        strange.extend(_odd(series, given.get(series, []), counted.get(series, 0)))
    total = sum(map(len, given.values()))
    return Checked("numbers", f"{total} numbers in {len(counted)} series", tuple(strange))


def _numbers(tx: Transaction) -> Iterator[tuple[str, str, str, Any, int]]:
    known: dict[int, Any] = {}
    for row in reconciling.numbers(tx):
        # Not the compiled version: numbers are judged also where a version does not compile any more.
        if row.version_id not in known:
            known[row.version_id] = versions.load(tx, row.version_id).settings["number"]
        patterns = known[row.version_id]
        yield "case", row.number, patterns["case"], row, local_date(row.received_at).year
        if row.order_number is not None and row.decided_on is not None:
            yield "order", row.order_number, patterns["order"], row, row.decided_on.year


def _of_reserved(tx: Transaction, given: dict[Series, list[int]]) -> Iterator[str]:
    """Add the numbers that no order bears to those that are accounted for; yield what contradicts itself."""
    for row in reconciling.reserved(tx):
        if row.state == "used":
            if row.order_number != row.number:
                yield f"number {row.number} was used, but its case bears {row.order_number}"
            continue
        given[row.municipality, row.series, row.year].append(row.n)
        if row.state == "reserved" and row.signing != "open":
            yield f"number {row.number} is reserved for a signing that is over"


def _of_certificates(tx: Transaction, given: dict[Series, list[int]]) -> Iterator[str]:
    for row in reconciling.certificates(tx):
        read = parse_number(certificate_codes.PATTERN, row.number, municipality=row.municipality)
        if read is None or read.year is None:
            yield f"certificate number {row.number} does not follow the pattern"
        else:
            given[row.municipality, certificate_codes.SERIES, read.year].append(read.n)


def _of_assets(tx: Transaction, given: dict[Series, list[int]], counted: dict[Series, int]) -> None:
    """Add the inventory numbers that the series gave or passed over because a table brought them."""
    for row in reconciling.inventory_numbers(tx):
        read = parse_number(kinds.PATTERN, row.inventory_no, municipality=row.municipality)
        series = (row.municipality, kinds.SERIES, kinds.NO_YEAR)
        if read is not None and read.n <= counted.get(series, 0):
            given[series].append(read.n)


def _odd(series: Series, given: list[int], last: int) -> Iterator[str]:
    name = f"series {series[1]} of {series[0]} in {series[2]}"
    yield from (
        f"{name}: {n} was given {times} times" for n, times in sorted(Counter(given).items()) if times > 1
    )
    yield from (f"{name}: {n} is missing" for n in sorted(set(range(1, last + 1)) - set(given)))
    yield from (
        f"{name}: {n} was given, but the series has counted to {last}" for n in sorted(set(given)) if n > last
    )
