"""Every change that can be made of one file: a table, or a diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.catalogue.blocks import SHARED
from engine.catalogue.folder_rules import below
from engine.scenarios.coverage import CoveredParts
from mutation import tables
from mutation.diagrams.drawing import Around
from mutation.diagrams.operators import HARMLESS, applied, edits
from mutation.mutant import Mutant


@dataclass(frozen=True)
class Change:
    """One change of one file, not made yet."""

    operator: str
    file: str
    place: str
    change: str
    touches: CoveredParts
    is_harmless: bool = False
    made: Callable[[], bytes] = field(repr=False, kw_only=True)

    def of(self, service: str) -> Mutant:
        """Make it, for a service that has the file."""
        known = {name: getattr(self, name) for name in ("file", "place", "change", "touches")}
        return Mutant(
            service, **known, content=self.made(), operator=self.operator, is_harmless=self.is_harmless
        )


def changes(file: str, files: Mapping[str, bytes]) -> Iterator[Change]:
    """Yield the changes of a file among those of a service; of other kinds than these two there are none."""
    if file.endswith(".dmn"):
        yield from _of_tables(file, files[file])
    elif file.endswith("/process.bpmn"):
        yield from _of_diagram(file, files)


def owner_of(file: str) -> str:
    """Return the service or block that a file belongs to."""
    return ".".join(file.split("/")[:2])


def _of_tables(file: str, content: bytes) -> Iterator[Change]:
    block = _block(file)
    for one in tables.changed(content):
        rows = frozenset((block + one.decision, number) for number in one.rules)
        made = partial(_given, one.content)
        yield Change(
            one.operator,
            file,
            block + one.place,
            one.change,
            CoveredParts(rows=rows),
            one.is_harmless,
            made=made,
        )


def _of_diagram(file: str, files: Mapping[str, bytes]) -> Iterator[Change]:
    block, folder = _block(file), file.removesuffix("process.bpmn")
    forms = tuple(sorted(below(files, f"{folder}forms/", ".form")))
    letters = tuple(sorted(below(files, f"{folder}documents/", ".ka.html")))
    for operator, edit in edits(files[file], Around(forms, letters)):
        # In a block what nobody waits at is known by the block's name, too.
        elements = edit.elements | {block + element for element in edit.elements}
        made = partial(applied, files[file], edit)
        is_harmless = operator in HARMLESS
        place = block + edit.place
        yield Change(operator, file, place, edit.change, CoveredParts(elements), is_harmless, made=made)


def _block(file: str) -> str:
    return f"{owner_of(file)}/" if file.startswith(f"{SHARED}/") else ""


def _given(content: bytes) -> bytes:
    return content
