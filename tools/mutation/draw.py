"""A number of changes of diagrams and tables of a catalogue, drawn by a seed: each operator in its turn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalogue.folder import read_service
from mutation.changes import Change, changes


@dataclass(frozen=True)
class Drawn:
    """A change, and the services that have the file: one, or those that call the block."""

    change: Change
    folders: tuple[Path, ...]


def draw(folders: Iterable[Path], *, count: int, seed: int, only_typed: bool = False) -> tuple[Drawn, ...]:
    """Return changes of the services' files and their blocks, none twice; the same for the same seed.

    Those of names, values, kinds and words are many: they are drawn among themselves, or the others are.
    """
    having: dict[str, list[Path]] = {}
    found: dict[str, list[Change]] = {}
    for folder in folders:
        files = read_service(folder).files
        for file in sorted(files):
            if file not in having:
                for change in (
                    candidate for candidate in changes(file, files) if candidate.is_typed == only_typed
                ):
                    found.setdefault(change.operator, []).append(change)
            having.setdefault(file, []).append(folder)
    return tuple(Drawn(change, tuple(having[change.file])) for change in _in_turn(found, count, seed))


def _in_turn(found: Mapping[str, list[Change]], count: int, seed: int) -> list[Change]:
    choice = random.Random(seed)
    piles = [choice.sample(pile, len(pile)) for _, pile in sorted(found.items())]
    choice.shuffle(piles)
    longest = max(map(len, piles), default=0)
    turns = [pile[turn] for turn in range(longest) for pile in piles if turn < len(pile)]
    return turns[:count]
