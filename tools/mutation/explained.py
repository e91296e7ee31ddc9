"""Mutants that may survive, and why: `survivors.json` of a catalogue. Refuses to know who runs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.blocks import SHARED
from engine.catalogue.files import read_file, read_json
from engine.catalogue.schemas import schemas_of
from mutation.mutant import Verdict

FILE = "survivors.json"
OF_DIAGRAMS = "of_diagrams"


@dataclass(frozen=True)
class Account:
    """How a run came out against what is explained."""

    unexplained: tuple[str, ...]
    explained: tuple[str, ...]
    stale: tuple[str, ...]  # explained, but the mutant does not survive any more, or is no mutant

    @property
    def is_good(self) -> bool:
        return not self.unexplained and not self.stale


def read_survivors(bpmn: Path, of: str = "survivors") -> Mapping[str, str]:
    """Return why each mutant named in the catalogue may survive; nothing where there is no such file.

    `of` is the list: the mutants of tables, which a run makes all, or those of diagrams, which it draws.
    """
    if not (bpmn / FILE).exists():
        return {}
    content = read_json(read_file(bpmn / FILE, FILE), FILE)
    schemas_of(bpmn).check(content, "survivors", FILE)
    return {entry["mutant"]: entry["why"] for entry in content.get(of, ())}


def counted(verdicts: Iterable[Verdict]) -> dict[str, Counter[str]]:
    """Return how many mutants of each service came to which fate."""
    found: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.mutant.partition(":")[0], Counter())[verdict.fate] += 1
    return found


def account_for(verdicts: Iterable[Verdict], known: Mapping[str, str], services: Iterable[str]) -> Account:
    """Compare what survived with what is explained of the services that were run.

    A block belongs to all that call it: a change of it is noticed where one of their scenarios does.
    """
    found = tuple(verdicts)
    noticed = {of_block(verdict.mutant) for verdict in found if verdict.fate != "survived"} - {None}
    survived = [
        verdict.mutant
        for verdict in found
        if verdict.fate == "survived" and of_block(verdict.mutant) not in noticed
    ]
    run_before = tuple(f"{service}: " for service in services)
    return Account(
        unexplained=tuple(mutant for mutant in survived if mutant not in known),
        explained=tuple(mutant for mutant in survived if mutant in known),
        stale=tuple(mutant for mutant in known if mutant.startswith(run_before) and mutant not in survived),
    )


def account_for_drawn(verdicts: Iterable[Verdict], known: Mapping[str, str]) -> Account:
    """Compare drawn changes with what is explained: what matters is noticed, and nothing else is."""
    found = tuple(verdicts)
    names = {*known, *map(of_block, known)}
    good = {
        verdict
        for verdict in found
        if verdict.fate in ("harmless", "passed") or verdict.is_harmless == (verdict.fate == "survived")
    }
    explained = [
        verdict
        for verdict in found
        if verdict not in good and {verdict.mutant, of_block(verdict.mutant)} & names - {None}
    ]
    return Account(
        unexplained=tuple(
            verdict.mutant for verdict in found if verdict not in good and verdict not in explained
        ),
        explained=tuple(verdict.mutant for verdict in explained),
        stale=tuple(verdict.mutant for verdict in good if verdict.mutant in known),
    )


def of_block(mutant: str) -> str | None:
    """Return the change without the service that was run, if it is one of a block."""
    _, _, change = mutant.partition(": ")
    return change if change.startswith(f"{SHARED}.") else None
