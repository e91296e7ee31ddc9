"""Things with facts, held against each other.

A fact says how much its change weighs: whether cases go another way by it, whether people read other words,
or whether something is only drawn elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Weight(Enum):
    """Weight of a change, the heaviest first."""

    MEANING = "meaning"
    WORDS = "words"
    LAYOUT = "layout"
    BESIDE = "beside"  # scenarios and notes: they decide nothing


@dataclass(frozen=True)
class Fact:
    """Fact about a thing. `shown` is what people read of it, where that is not the value itself.

    `called` is what people call whose it is, where that is known by an id. The items of an `order` are
    compared as far as both sides have them.
    """

    value: str
    weight: Weight = Weight.MEANING
    shown: str | None = None
    order: tuple[str, ...] | None = None
    called: str | None = None

    @property
    def words(self) -> str:
        return self.value if self.shown is None else self.shown


# By a code of the property, and whose it is where a thing has several of the kind.
Facts = Mapping[tuple[str, str], Fact]


@dataclass(frozen=True)
class Thing:
    """An element, a row, a field, a text; `name` is what people call it."""

    kind: str
    name: str
    facts: Facts = field(repr=False)


@dataclass(frozen=True)
class Detail:
    """One property that differs; `of` tells apart several of one code."""

    code: str
    of: str
    before: str | None
    after: str | None
    weight: Weight


@dataclass(frozen=True)
class Change:
    """A thing that was added, removed or changed. `where` is its id in the file."""

    what: str
    kind: str
    file: str
    where: str
    name: str
    weight: Weight
    details: tuple[Detail, ...] = ()


def compared(
    old: Mapping[str, Thing], new: Mapping[str, Thing], file: str, *, presence: Weight = Weight.MEANING
) -> Iterator[Change]:
    """Yield what differs; that a thing is there at all weighs `presence`."""
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        details = tuple(_details(before.facts if before else {}, after.facts if after else {}))
        thing = after or before
        assert thing is not None
        if before is None or after is None:
            what = "added" if before is None else "removed"
            # Where a new thing is drawn needs no words of its own.
            said = tuple(detail for detail in details if detail.weight is not Weight.LAYOUT)
            yield Change(what, thing.kind, file, key, thing.name, presence, said)
        elif details:
            weight = min((detail.weight for detail in details), key=list(Weight).index)
            yield Change("changed", thing.kind, file, key, thing.name, weight, details)


def _details(old: Facts, new: Facts) -> Iterator[Detail]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None and _are_same(before, after):
            continue
        fact = after or before
        assert fact is not None
        if fact.order is not None and (before is None or after is None):
            continue
        code, of = key
        yield Detail(code, fact.called or of, _words(before), _words(after), fact.weight)


def _are_same(before: Fact, after: Fact) -> bool:
    if before.order is None or after.order is None:
        return before.value == after.value
    common = set(before.order) & set(after.order)
    return [key for key in before.order if key in common] == [key for key in after.order if key in common]


def _words(fact: Fact | None) -> str | None:
    return None if fact is None else fact.words
