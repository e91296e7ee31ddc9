"""The names of which an expression asks whether there is anything."""

from __future__ import annotations

from collections.abc import Iterable

from engine.catalogue.check.flow.state import NOTHING, constant, root_of, spelled
from feel import tree


def guarded_in(trees: Iterable[tree.Node], *, by_words: bool = False) -> frozenset[str]:
    """Return the names of which somebody asks whether there is anything."""
    found = set()
    for root in trees:
        for part in tree.walk(root):
            if isinstance(part, tree.Comparison):
                for one, other in ((part.left, part.right), (part.right, part.left)):
                    place, word = spelled(one), constant(other)
                    is_asked = word == NOTHING or (by_words and part.operator == "=" and word is not None)
                    if place is not None and is_asked:
                        found.add(root_of(place))
    return frozenset(found)
