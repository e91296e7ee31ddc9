"""How hostile diagrams are written: one part of a good service is made evil.

A builder gives the diagram of the service `roads.repair` and the blocks it calls. The codes are
those of the errors, all of them; none for what only looks hostile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.process.kit import catch, each, end, flow, gateway, job, line, process, start, timer, user

ID = "roads.repair"
FILES = tuple[bytes, dict[str, bytes]]


@dataclass(frozen=True)
class Hostile:
    """A diagram by its name, how it is built, and the codes of the errors it must get."""

    name: str
    build: Callable[[], FILES]
    codes: frozenset[str]


def drawn(*nodes: str, blocks: dict[str, bytes] | None = None, **declared: tuple[str, ...]) -> FILES:
    """A service that begins with its form, decides and ends, with something evil in between."""
    return process(start("application", "application"), *nodes, id=ID, **declared), blocks or {}  # type: ignore[arg-type]


DECIDE = job("d", "case.decide", inputs={"outcome": '="granted"'}) + end()
DECIDED = line("d", "end")


def between(
    node: str, *more: str, blocks: dict[str, bytes] | None = None, **declared: tuple[str, ...]
) -> FILES:
    """One element `a` between the beginning and the decision."""
    ways = line("application", "a", "d") + DECIDED
    return drawn(node, DECIDE, ways, *more, blocks=blocks, **declared)


def good() -> FILES:
    return between(user("a"))


def before_the_root(text: str) -> Callable[[], FILES]:
    return lambda: (text.encode() + good()[0], {})


def edited(old: str, new: str) -> Callable[[], FILES]:
    def build() -> FILES:
        data = good()[0].decode()
        assert old in data
        return data.replace(old, new, 1).encode(), {}

    return build


def inside(xml: str) -> Callable[[], FILES]:
    """More XML in the process."""
    return edited("</bpmn:process>", f"{xml}</bpmn:process>")


def chosen(condition: str) -> Callable[[], FILES]:
    """A gateway with one condition."""
    ways = (
        line("application", "a", "x") + flow("x", "d", condition) + flow("x", "e") + DECIDED + line("e", "d")
    )
    return lambda: drawn(user("a"), gateway("exclusive", "x", "x__e"), user("e"), DECIDE, ways)


def timed(text: str) -> Callable[[], FILES]:
    return lambda: between(catch("a", timer(text)))


def many(collection: str) -> Callable[[], FILES]:
    return lambda: between(user("a", loop=each(collection, "n")))


def H(name: str, build: Callable[[], FILES], *codes: str) -> Hostile:
    return Hostile(name, build, frozenset(codes))
