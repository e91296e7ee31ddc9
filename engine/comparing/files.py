"""All files of two states of a service, each compared by what it is.

Words of letters count as meaning: people are told their rights by them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from engine.catalogue.folder_rules import below
from engine.comparing import elements, fields, tables
from engine.comparing.changes import Change, Detail, Thing, Weight, compared
from engine.decisions import sources
from engine.decisions.errors import DecisionError
from engine.process import DiagramError

Files = Mapping[str, bytes]
_TEXTS: Final = re.compile(r"(?P<folder>.*/)texts/(?P<language>[a-z]+)\.json")
_BESIDE: Final = re.compile(r".*/(README\.md|scenarios/[^/]+)|schemas/scenario\.schema\.json")
_PARAMETER: Final = re.compile(rb'\b(?:term|parameter)\s*\(\s*(?:"|&quot;|\\")([a-z0-9_.]+)')
_IN_FORM: Final = re.compile(rb"\bparameters((?:\.[a-z][a-z0-9_]*)+)")
_CLOCK: Final = re.compile(rb'"(?:term|total|by)":\s*"([a-z0-9_.]+)"')
_KEY: Final = re.compile(r"\{\{\s*([^{}]{1,150}?)\s*\}\}")
# Parts of service.json and its like that only people read.
_WORDS: Final = frozenset({"names", "summary", "words", "start_page"})
MOST_LINES: Final = 60


def compare(old: Files, new: Files) -> tuple[Change, ...]:
    """Return everything that differs, what weighs more first, in the order of the files."""
    found = [*_of_files(old, new), *_of_texts(old, new), *_of_parameters(old, new)]
    weights = list(Weight)
    return tuple(sorted(found, key=lambda one: weights.index(one.weight)))


def diagram_in_words(path: str, content: bytes) -> tuple[Change, ...]:
    """Return every element of a diagram with what is said of it, as if all were new."""
    return tuple(compared({}, elements.elements(content), path))


def things(path: str, files: Files) -> dict[str, Thing]:
    """Return what a file has that can be spoken of, by its id there; of one that nobody can read nothing."""
    content = files[path]
    if path.endswith(".html"):
        found = dict.fromkeys(_KEY.findall(content.decode(errors="replace")))
        return {key: Thing("key", key, {}) for key in found}
    if not path.endswith((".bpmn", ".dmn", ".form")):
        return {}
    try:
        return {key: thing for key, thing in _reader(path, _tables(files, path))(content).items() if key}
    except (DecisionError, DiagramError, LookupError, ValueError, TypeError, AttributeError):
        return {}  # validation says what is wrong with it


def _of_files(old: Files, new: Files) -> Iterator[Change]:
    for path in sorted({*old, *new}, key=lambda one: (not one.endswith("process.bpmn"), one)):
        before, after = old.get(path), new.get(path)
        if before == after or _TEXTS.fullmatch(path):
            continue
        presence = Weight.BESIDE if _BESIDE.fullmatch(path) else Weight.MEANING
        if before is None or after is None:
            yield Change("added" if before is None else "removed", "file", path, "", path, presence)
        elif presence is Weight.BESIDE:
            yield Change("changed", "file", path, "", path, presence, tuple(_lines(before, after, presence)))
        else:
            yield from _of_file(path, before, after, imports=(_tables(old, path), _tables(new, path)))


def _of_file(path: str, before: bytes, after: bytes, *, imports: tuple[Files, Files]) -> Iterator[Change]:
    read: tuple[Callable[[bytes], dict[str, Thing]], ...] = ()
    if path.endswith((".bpmn", ".dmn", ".form")):
        read = tuple(_reader(path, tables_of) for tables_of in imports)
    elif path.endswith(".json") and not path.startswith("schemas/"):
        read = (partial(fields.settings, words=_WORDS),) * 2
    if read:
        try:
            yield from compared(read[0](before), read[1](after), path)
            return
        except DecisionError:
            pass  # validation says what is wrong with it; its lines can be compared
    if path.endswith((".html", ".css", ".svg", ".dmn", ".json")):
        yield Change(
            "changed", "file", path, "", path, Weight.MEANING, tuple(_lines(before, after, Weight.MEANING))
        )
    else:
        yield Change("changed", "file", path, "", path, Weight.MEANING)


def _reader(path: str, imports: Files) -> Callable[[bytes], dict[str, Thing]]:
    if path.endswith(".dmn"):
        return partial(tables.decisions, imports=imports)
    return elements.elements if path.endswith(".bpmn") else fields.fields


def _tables(files: Files, path: str) -> Files:
    folder = path[: path.rfind("/") + 1]
    return sources({f"{name}.dmn": content for name, content in below(files, folder, ".dmn").items()})


def _lines(before: bytes, after: bytes, weight: Weight) -> Iterator[Detail]:
    """Yield the lines that differ, each run of them as one."""
    old, new = (content.decode(errors="replace").splitlines() for content in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for what, *at in matcher.get_opcodes()[:MOST_LINES]:
        if what != "equal":
            removed, added = old[at[0] : at[1]], new[at[2] : at[3]]
            yield Detail("lines", f"{at[2] + 1}", _text(removed), _text(added), weight)


def _text(lines: list[str]) -> str | None:
    return "\n".join(line.strip() for line in lines[:MOST_LINES]).strip() or None


def _of_texts(old: Files, new: Files) -> Iterator[Change]:
    found: dict[str, tuple[dict[str, bytes], dict[str, bytes]]] = {}
    for side, files in enumerate((old, new)):
        for path, content in files.items():
            if match := _TEXTS.fullmatch(path):
                found.setdefault(match["folder"], ({}, {}))[side][match["language"]] = content
    for folder, (before, after) in sorted(found.items()):
        if before and after and before != after:
            yield from compared(
                fields.texts(before), fields.texts(after), f"{folder}texts", presence=Weight.WORDS
            )
        elif before != after:
            what = "added" if after else "removed"
            yield Change(what, "file", f"{folder}texts", "", f"{folder}texts", Weight.WORDS)


def _of_parameters(old: Files, new: Files) -> Iterator[Change]:
    """Yield the parameters of the law that are asked for on one side alone."""
    named = [{name: Thing("parameter", name, {}) for name in _parameters(files)} for files in (old, new)]
    yield from compared(named[0], named[1], "parameters")


def _parameters(files: Files) -> list[str]:
    found: set[bytes] = set()
    for path, content in files.items():
        if path.endswith((".bpmn", ".dmn", ".html")):
            found.update(_PARAMETER.findall(content))
        elif path.endswith(".form"):
            found.update(match[1:] for match in _IN_FORM.findall(content))
        elif path.endswith("/service.json"):
            found.update(_CLOCK.findall(content))
    return sorted(name.decode() for name in found)
