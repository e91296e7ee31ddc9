"""Whether the names of a repetition stay apart from others: its item, its counter and its list of results.

That it goes over a list is asked where expressions are judged; names that exist only inside are unknown
outside, which is told there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.subject import Subject
from engine.process import Definition, Element

COUNTER: Final = "loopCounter"


def check_repetitions(subject: Subject) -> Iterator[Finding]:
    """Yield names of repetitions that hide or replace something else."""
    if subject.definition is None:
        return
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
