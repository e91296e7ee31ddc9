"""Whether repetitions within repetitions fit into a case, and whether the names of a repetition stay apart
from others: its item, its counter and its list of results.

That it goes over a list is asked where expressions are judged; names that exist only inside are unknown
outside, which is told there too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.constants import items_of
from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.process import Definition, Element
from engine.process.elements import SCOPES, expression_of
from engine.process.many import MAX_ITEMS
from engine.process.moves import MAX_TOKENS

COUNTER: Final = "loopCounter"
# Each item of a repetition inside another takes three tokens at the least.
MOST_TOGETHER: Final = MAX_TOKENS // 3


def check_repetitions(subject: Subject) -> Iterator[Finding]:
    """Yield names of repetitions that hide or replace something else."""
    if subject.definition is None:
        return
    for where, together in _too_many(subject.definition):
        yield wrong("expression.too_many_items", **subject.at(where), detail=str(together))
    lists: dict[str, str] = {}
    for element in subject.definition.elements.values():
        if element.loop is None:
            continue
        for name in _collisions(element, subject.definition):
            yield wrong("expression.name_of_repetition_taken", **subject.at(element.id), detail=name)
        collected = element.loop.output_collection
        if collected is None:
            continue
        if collected in lists:
            detail = f"{collected}: {lists[collected]}"
            yield remark("data.collection_replaced", **subject.at(element.id), detail=detail)
        lists.setdefault(collected, element.id)


def _too_many(definition: Definition) -> Iterator[tuple[str, int]]:
    """Yield the repetitions that surely go over more items at once than a case can hold, and how many.

    Lists that only a case knows count as one item here; the run itself refuses what becomes too much.
    """
    repeated = [
        (scope.key, element, _at_once(element))
        for scope in definition.scopes
        for element in scope.elements
        if element.kind in SCOPES or element.loop is not None
    ]
    around: dict[str, int] = defaultdict(lambda: 1)
    is_known = False
    while not is_known:
        # Scopes stand in no order here; each pass carries what is known one level further in.
        is_known = True
        for key, element, items in repeated:
            inner = element.called or element.id
            if around[key] * items > around[inner]:
                around[inner], is_known = around[key] * items, False
    for key, element, items in repeated:
        if 1 < items <= MAX_ITEMS and around[key] * items > MOST_TOGETHER:
            yield element.id, around[key] * items


def _at_once(element: Element) -> int:
    if element.loop is None or element.loop.is_sequential:
        return 1
    return items_of(expression_of(element.loop.input_collection)) or 1


def _collisions(element: Element, definition: Definition) -> Iterator[str]:
    """Yield the names of a repetition that something else has: a step with answers, or the repetition."""
    loop = element.loop
    assert loop is not None
    item, collected = loop.input_element, loop.output_collection
    if item == COUNTER or (item is not None and item == collected):
        yield item
    if collected is None:
        return
    other = definition.elements.get(collected)
    is_of_another = other is not None and other.id != element.id and other.is_data_key
    if collected == COUNTER or is_of_another:
        yield collected
