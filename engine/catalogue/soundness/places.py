"""Names of elements for people: its own, or the kind of an element with the named one next to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.process import Definition
from engine.process.source import BPMN, Node, local_name

# Nobody looks further than so many elements for one with a name.
FURTHEST = 50
# Of a list so many are named.
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Place:
    """An element as it is drawn; without a name of its own, with the nearest names before and behind it."""

    kind: str
    name: str = ""
    before: str = ""
    behind: str = ""

    def __str__(self) -> str:
        if self.name:
            return f"„{self.name}“"
        where = [f"after „{self.before}“"] if self.before else []
        where += [f"before „{self.behind}“"] if self.behind else []
        return f"{self.words} {', '.join(where)}"

    @property
    def words(self) -> str:
        """Return the kind of the element in English words."""
        return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in self.kind)

    @property
    def sign(self) -> str:
        """Return the name, or the neighbours of what has none, in no language."""
        if self.name or not (self.before or self.behind):
            return self.name
        return " → ".join(part for part in (self.before, self.kind, self.behind) if part)


def listed(elements: Sequence[str], called: Callable[[str], str]) -> str:
    """Return how many elements there are, with what the first are called."""
    if not elements:
        return ""
    more = ", …" if len(elements) > MOST_LISTED else ""
    return f"{len(elements)}: {', '.join(map(called, elements[:MOST_LISTED]))}{more}"


class Places:
    """The elements of a diagram by id, each with its kind and name, and the flows between them."""

    def __init__(
        self,
        elements: Mapping[str, tuple[str, str]],
        flows: Iterable[tuple[str, str]],
        hosts: Mapping[str, str],
    ) -> None:
        self._elements = elements
        self._before: dict[str, list[str]] = defaultdict(list)
        self._behind: dict[str, list[str]] = defaultdict(list)
        for source, target in (*flows, *((host, event) for event, host in hosts.items())):
            self._before[target].append(source)
            self._behind[source].append(target)

    def of(self, element: str) -> Place | None:
        """Return where an element stands, if it is known."""
        if element not in self._elements:
            return None
        kind, name = self._elements[element]
        if name:
            return Place(kind, name)
        return Place(kind, "", self._nearest(element, self._before), self._nearest(element, self._behind))

    def called(self, element: str) -> str:
        """Return what to call an element: its place in words, or its id where nothing near has a name."""
        place = self.of(element)
        return str(place) if place is not None and place.sign else element

    def short(self, element: str) -> str:
        """Return what to call an element among others: its name, or its kind."""
        place = self.of(element)
        if place is None or not place.sign:
            return element
        return f"„{place.name}“" if place.name else place.words

    def name(self, element: str) -> str:
        """Return the name of an element, or its id: what says it in no language."""
        return self._elements.get(element, ("", ""))[1] or element

    def _nearest(self, element: str, ways: Mapping[str, list[str]]) -> str:
        queue, seen = [element], {element}
        for current in queue:
            kind, name = self._elements.get(current, ("", ""))
            if name and current != element and kind != "sequenceFlow":
                return name
            for other in ways.get(current, ()):
                if other not in seen and len(queue) < FURTHEST:
                    seen.add(other)
                    queue.append(other)
        return ""


def places_in(root: Node) -> Places:
    """Return the places in a file of any tool."""
    elements, flows, hosts = dict[str, tuple[str, str]](), [], {}
    for node in root.iter(f"{{{BPMN}}}*"):
        element = node.get("id")
        if element is None:
            continue
        elements.setdefault(element, (local_name(node), " ".join((node.get("name") or "").split())))
        if local_name(node) == "sequenceFlow":
            source, target = node.get("sourceRef") or "", node.get("targetRef") or ""
            flows += [(source, element), (element, target), (source, target)]
        if host := node.get("attachedToRef"):
            hosts[element] = host
    return Places(elements, flows, hosts)


def places_of(definition: Definition) -> Places:
    """Return the places in one of our own definitions."""
    found = definition.elements.values()
    return Places(
        {element.id: (element.kind, element.name) for element in found},
        [(flow.source, flow.target) for flow in definition.flows],
        {element.id: element.attached_to for element in found if element.attached_to},
    )
