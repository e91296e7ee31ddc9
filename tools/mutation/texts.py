"""Mutants of texts: one left out, two swapped, those of the other language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby, pairwise
from typing import Any

from engine.texts import LANGUAGES
from mutation.rewritten import GONE, Path, Rewrites, Rewritten, at, replaced, swapped


def changed(file: str, files: Mapping[str, bytes]) -> Rewrites:
    """Yield the texts with each change in turn."""
    content = json.loads(files[file])
    for path in _leaves(content, ()):
        yield _placed(file, replaced("text left out", content, path, GONE))
    for _, alike in groupby(_leaves(content, ()), key=lambda path: path[:-1]):
        for one, other in pairwise(alike):
            if at(content, one) != at(content, other):
                yield _placed(file, swapped("texts swapped", content, one, other))
    folder, _, name = file.rpartition("/")
    for language in LANGUAGES:
        other_file = f"{folder}/{language}.json"
        if f"{language}.json" != name and other_file in files:
            made = partial(files.__getitem__, other_file)
            yield Rewritten("texts of the other language", file, f"{name} → {language}.json", made)


def _placed(file: str, one: Rewritten) -> Rewritten:
    return Rewritten(one.operator, f"{file}, {one.place}", one.change, one.made)


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield from _leaves(inner, (*path, key))
        elif not str(key).startswith("_"):
            yield (*path, key)
