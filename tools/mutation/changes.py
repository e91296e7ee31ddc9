"""Every change that can be made of one file: a table, a diagram, a form, a letter, texts, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.catalogue.blocks import SHARED
from engine.catalogue.folder_rules import below
from engine.scenarios.coverage import CoveredParts
from mutation import columns, form_rules, letters, settings, tables, texts
from mutation.diagrams.drawing import Around
from mutation.diagrams.operators import HARMLESS, MATTER, applied, edits
from mutation.mutant import Mutant
from mutation.rewritten import Rewritten


@dataclass(frozen=True)
class Change:
    """One change of one file, not made yet; if nothing says what it touches, any scenario may notice."""

    operator: str
    file: str
    place: str
    change: str
    touches: CoveredParts | None
    is_harmless: bool = False
    is_typed: bool = False  # of the kind that validation is to know: a name, a value, a kind, words
    made: Callable[[], bytes] = field(repr=False, kw_only=True)

    def of(self, service: str) -> Mutant:
        """Make it, for a service that has the file."""
        known = {name: getattr(self, name) for name in ("file", "place", "change", "touches")}
        return Mutant(
            service, **known, content=self.made(), operator=self.operator, is_harmless=self.is_harmless
        )


def changes(file: str, files: Mapping[str, bytes]) -> Iterator[Change]:
    """Yield the changes of a file among those of a service; of other kinds than these there are none."""
    if file.endswith(".dmn"):
        yield from _of_tables(file, files[file])
        yield from _of_columns(file, files[file])
    elif file.endswith("/process.bpmn"):
        yield from _of_diagram(file, files)
    elif file.endswith(".form"):
        yield from _typed(file, form_rules.changed(files[file]))
    elif file.endswith(".html"):
        yield from _typed(file, letters.changed(file, files))
    elif file.endswith("/service.json"):
        yield from _typed(file, settings.changed(files[file]))
    elif "/texts/" in file and file.count("/") == 3:
        yield from _typed(file, texts.changed(file, files))


def owner_of(file: str) -> str:
    """Return the service or block that a file belongs to."""
    return ".".join(file.split("/")[:2])


def _of_tables(file: str, content: bytes) -> Iterator[Change]:
    block = _block(file)
    for edit in tables.changed(content):
        rows = frozenset((block + edit.decision, number) for number in edit.rules)
        made = partial(_given, edit.content)
        yield Change(
            edit.operator,
            file,
            block + edit.place,
            edit.change,
            CoveredParts(rows=rows),
            edit.is_harmless,
            made=made,
        )


def _of_columns(file: str, content: bytes) -> Iterator[Change]:
    block = _block(file)
    for decision, edit in columns.changed(content):
        numbers = columns.numbers_of_rules(content, decision)
        rows = frozenset((block + decision, number) for number in numbers)
        yield _of_rewritten(file, edit, CoveredParts(rows=rows), place=block + edit.place)


def _typed(file: str, found: Iterator[Rewritten]) -> Iterator[Change]:
    name = file.rpartition("/")[2]
    for edit in found:
        place = edit.place if edit.place.startswith(file) else f"{name}, {edit.place}"
        yield _of_rewritten(file, edit, None, place=f"{_block(file)}{place}")


def _of_rewritten(file: str, one: Rewritten, touches: CoveredParts | None, *, place: str) -> Change:
    return Change(one.operator, file, place, one.change, touches, is_typed=True, made=one.made)


def _of_diagram(file: str, files: Mapping[str, bytes]) -> Iterator[Change]:
    block, folder = _block(file), file.removesuffix("process.bpmn")
    forms = tuple(sorted(below(files, f"{folder}forms/", ".form")))
    written = tuple(sorted(below(files, f"{folder}documents/", ".ka.html")))
    choices: dict[str, tuple[str, ...]] = {}
    for form in forms:
        choices |= form_rules.choices_of(files[f"{folder}forms/{form}.form"])
    for operator, edit in edits(files[file], Around(forms, written, choices)):
        # In a block what nobody waits at is known by the block's name, too.
        elements = edit.elements | {block + element for element in edit.elements}
        made = partial(applied, files[file], edit)
        yield Change(
            operator,
            file,
            block + edit.place,
            edit.change,
            CoveredParts(elements),
            is_harmless=operator in HARMLESS,
            is_typed=operator not in {*MATTER, *HARMLESS},
            made=made,
        )


def _block(file: str) -> str:
    return f"{owner_of(file)}/" if file.startswith(f"{SHARED}/") else ""


def _given(content: bytes) -> bytes:
    return content
