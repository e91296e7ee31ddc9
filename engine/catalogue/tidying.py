"""The diagrams of a catalogue laid out anew, each with how well it was drawn before and is drawn then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.blocks import SHARED
from engine.catalogue.lanes import begins, lane_name, lane_names
from engine.process.layout import APPLICANT, DEMANDED, Blocks, Measurement, Rule, measure, roles_of
from engine.process.source import read_source
from engine.process.tidy import tidied
from engine.texts import LANGUAGES, OFFICIAL

NAME = "process.bpmn"


@dataclass(frozen=True, slots=True)
class TidiedDiagram:
    """A diagram's file, its new content, and the measures of both."""

    path: Path
    content: bytes
    is_changed: bool
    before: Measurement | None
    after: Measurement | None

    @property
    def name(self) -> str:
        return f"{self.path.parents[1].name}/{self.path.parent.name}"

    @property
    def worse(self) -> tuple[Rule, ...]:
        """Return the demanded rules that the new drawing keeps to less than the old one."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before.counts, self.after.counts
        return tuple(rule for rule in Rule if rule in DEMANDED and after.get(rule, 0) > before.get(rule, 0))

    @property
    def summary(self) -> str:
        """Return how many violations of demanded rules there were and are, and which rules lose."""
        numbers = [
            "–" if found is None else str(sum(found.counts.get(rule, 0) for rule in DEMANDED))
            for found in (self.before, self.after)
        ]
        lost = f"; worse by rule {', '.join(str(rule.value) for rule in self.worse)}" if self.worse else ""
        return f"{' → '.join(numbers)}{lost}"


def tidy_below(
    folders: Iterable[Path], shipped: Path, *, trials: int | None = None
) -> Iterator[TidiedDiagram]:
    """Yield the diagrams below folders, laid out anew.

    Blocks are those of the catalogue that a folder lies in, else those of the shipped one.
    """
    for path in sorted({path.resolve() for folder in folders for path in folder.rglob(NAME)}):
        own = path.parents[2] / SHARED
        blocks = {
            f"{SHARED}.{block.parent.name}": block.read_bytes()
            for block in (own if own.is_dir() else shipped / SHARED).glob(f"*/{NAME}")
        }
        yield _tidied(path, blocks, trials)


def laid_out(
    content: bytes,
    blocks: Blocks,
    texts_beside: Mapping[str, bytes],
    settings: bytes | None = None,
    *,
    trials: int | None = None,
) -> bytes:
    """Return a diagram laid out anew, with room for the names in the texts beside it, by language.

    `settings` are the `service.json` beside it; a block has none.
    """
    roles = lane_names() | _callers(content, blocks)
    starter = begins(json.loads(settings)) if settings else APPLICANT
    return tidied(content, blocks, roles, _names(texts_beside), trials=trials, starter=starter)


def _tidied(path: Path, blocks: Blocks, trials: int | None) -> TidiedDiagram:
    before = path.read_bytes()
    texts_beside = {file.stem: file.read_bytes() for file in (path.parent / "texts").glob("*.json")}
    roles = lane_names() | _callers(before, blocks)
    beside = path.with_name("service.json")
    settings = beside.read_bytes() if beside.is_file() else None
    after = laid_out(before, blocks, texts_beside, settings, trials=trials)
    return TidiedDiagram(
        path,
        after,
        is_changed=after != before,
        before=measure(before, blocks, roles),
        after=measure(after, blocks, roles),
    )


def _callers(content: bytes, blocks: Blocks) -> dict[str, str]:
    """Return what the lanes of roles are called that a diagram does not name but computes or is given."""
    found = {}
    for roles in roles_of(read_source(content), blocks).values():
        for role in roles:
            if role.startswith("="):
                found[role] = lane_name(role, OFFICIAL) or role
    return found


def _names(texts_beside: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """Return the names of elements in the languages that the diagram itself is not written in."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        if language != OFFICIAL and language in texts_beside:
            for element, name in json.loads(texts_beside[language]).get("elements", {}).items():
                found[element] = (*found.get(element, ()), name)
    return found
