"""Conditional logic of a form while it is filled in: which questions are asked, which answers are computed.

Responsible for settling visibility, fixed values and computed values over answers that have already been
read. It refuses to know limits and HTML.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import feel
from forms.conditions import Rule, Scope
from forms.definition import Field
from forms.fields import read_or_none
from forms.parts import is_hidden
from forms.vocabulary import COMPOSITE

_MAX_PASSES = 8
DISPUTED = "__disputed__"  # in the context: read-only answers that the person says are not right


@dataclass(slots=True)  # a frozen one takes three times as long to make, and a long form makes thousands
class Place:
    """One visible field where it stands: a field of a repeated group has a place in every row."""

    field: Field
    path: str
    value: Any
    scope: Scope
    titles: tuple[str, ...]
    is_readonly: bool


@dataclass(slots=True)
class Settled:
    """The answers after all conditions have been applied."""

    answers: dict[str, Any]
    places: list[Place] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    failed: dict[str, Place] = field(default_factory=dict)


def is_blank(value: Any) -> bool:
    """Whether a value is no answer. Compared by identity: 0 is an answer and equals False."""
    return value is None or value is False or value == [] or value == {}


def place_of(prefix: str, item: Field) -> str:
    """The path of a field, or a name of its own for what is only shown."""
    return prefix + (item.key or f"#{item.id}")


def settle(
    fields: Sequence[Field],
    given: Mapping[str, Any],
    *,
    context: Mapping[str, Any],
    now: datetime | None,
    is_stored: bool = False,
    asked: Set[str] = frozenset(),
    language: str = "ka",
) -> Settled:
    """Apply hide conditions, computed values and fixed values until nothing changes.

    Each pass goes through the form from top to bottom over the answers kept so far, beginning with none,
    so an answer under a hidden question can't influence anything: a crafted request can't hide a
    question by answering one that is not asked. A form whose conditions chase each other stops after
    some passes with the last picture.

    `is_stored` answers were settled before, perhaps with a context that is gone: they are shown as they
    are, nothing is computed again. `asked` are paths with an error: who has to correct a name sees it.
    """
    settled = Settled(answers={})
    scope = Scope.at_root(context, settled.answers, now, language=language)
    for _ in range(_MAX_PASSES):
        before = (copy.deepcopy(settled.answers), set(settled.hidden))
        settled.places, settled.hidden, settled.failed = [], set(), {}
        going = _Pass(settled, is_stored, asked)
        going.fill(fields, given, settled.answers, scope=scope)
        # Where no expression was asked, nothing depends on the answers.
        if not going.has_asked or before == (settled.answers, settled.hidden):
            break
    return settled


class _Pass:
    """One way through the form."""

    def __init__(self, settled: Settled, is_stored: bool, asked: Set[str]) -> None:
        self.settled = settled
        self.is_stored = is_stored
        self.asked = asked
        self.has_asked = False

    def fill(
        self,
        fields: Sequence[Field],
        given: Mapping[str, Any],
        kept: dict[str, Any],
        *,
        scope: Scope,
        prefix: str = "",
        titles: tuple[str, ...] = (),
    ) -> None:
        for item in fields:
            path = place_of(prefix, item)
            place = Place(item, path, given.get(item.key), scope, titles, False)
            if self._is_hidden(place, given, kept):
                self._hide(item, prefix, kept)
            elif item.type == "group":
                inner = _inner(item, kept)
                below = _dictionary(given.get(item.key)) if item.key else given
                inner_prefix = f"{path}." if item.key else prefix
                if item.kind in COMPOSITE:
                    among = (*titles, item.label) if item.label else titles
                    parts = scope.among(inner)
                    self.fill(item.fields, below, inner, scope=parts, prefix=inner_prefix, titles=among)
                else:
                    self.fill(item.fields, below, inner, scope=scope, prefix=inner_prefix, titles=titles)
            elif item.type == "dynamiclist":
                self._rows(place, kept)
            elif item.key:
                self._answer(place, kept)
            else:
                self.settled.places.append(place)

    def _is_hidden(self, place: Place, given: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
        item = place.field
        if item.part and (place.path in self.asked or is_hidden(item.part, kept, given, place.scope.lookups)):
            is_absent = place.path not in self.asked
        else:
            is_absent = self._value(item.rules.hidden, place) is True
        if not is_absent:
            return False
        return not (self.is_stored and _is_answered(place.field, given))

    def _hide(self, item: Field, prefix: str, kept: dict[str, Any]) -> None:
        """Hide a component; a group without a path hides what stands in its place."""
        self.settled.hidden.add(place_of(prefix, item))
        if item.key:
            kept.pop(item.key, None)
        else:
            for inner in item.fields:
                self._hide(inner, prefix, kept)

    def _rows(self, place: Place, kept: dict[str, Any]) -> None:
        item = place.field
        rows = place.value if isinstance(place.value, list) else []
        new = kept.get(item.key)
        if not isinstance(new, list) or len(new) != len(rows):
            new = [{} for _ in rows]
        kept[item.key] = new
        self.settled.places.append(Place(item, place.path, new, place.scope, place.titles, False))
        for index, row in enumerate(rows):
            self.fill(
                item.fields,
                _dictionary(row),
                new[index],
                scope=place.scope.row(new[index], index + 1),
                prefix=f"{place.path}.{index}.",
                titles=(*place.titles, f"{item.label} {index + 1}"),
            )

    def _answer(self, place: Place, kept: dict[str, Any]) -> None:
        item, value = place.field, place.value
        is_readonly = item.is_fixed or self._value(item.rules.readonly, place) is True
        is_readonly = is_readonly and place.path not in place.scope.context.get(DISPUTED, ())
        if item.type == "expression":
            # What the registry says of a person is written down before; a request can't bring it.
            value = value if self.is_stored or item.part else self._value(item.rules.computed, place)
        elif is_readonly and not self.is_stored:
            value = read_or_none(item, self._value(item.rules.default, place))
        if value is None and not self.is_stored:
            value = item.empty()
        if value is None:
            kept.pop(item.key, None)
        else:
            kept[item.key] = value
        place.value, place.is_readonly = value, is_readonly
        self.settled.places.append(place)

    def _value(self, rule: Rule, place: Place) -> Any:
        if rule.expression is None:
            return rule.constant
        self.has_asked = True
        try:
            return rule.value(place.scope)
        except feel.FeelError:
            self.settled.failed[place.path] = place
            return None


def _inner(item: Field, kept: dict[str, Any]) -> dict[str, Any]:
    if not item.key:
        return kept
    inner: dict[str, Any] = kept.setdefault(item.key, {})
    return inner


def _is_answered(item: Field, given: Mapping[str, Any]) -> bool:
    if item.key:
        return not is_blank(given.get(item.key))
    return any(_is_answered(inner, given) for inner in item.fields)


def _dictionary(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
