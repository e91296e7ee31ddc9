"""Check that data are written before they are read (definite assignment), and read at all.

A read counts as too early if there is a path to it on which nobody wrote the name, unless whoever
reads asks whether there is anything. What a person only looks at on the page of the case is no
use: a form says so where that is what a field is for (`mms:use`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.catalogue.blocks import folder_of
from engine.catalogue.check.findings import Finding, remark, wrong
from engine.catalogue.check.flow.dataflow import Key, Walk
from engine.catalogue.check.flow.paths import Paths
from engine.catalogue.check.flow.reads import Path, Reads, ValueRead, compiled_paths
from engine.catalogue.check.flow.state import root_of
from engine.catalogue.check.names import case_names
from engine.catalogue.check.subject import Subject
from engine.catalogue.published import Published
from engine.process import Element
from forms import Field
from forms.definition import SHOWN_ONLY


@dataclass(frozen=True)
class Place:
    """A read that comes too early unless its name is written before the level begins."""

    read: ValueRead
    element: Element
    key: Key


def check_data(subject: Subject, paths: Paths) -> Iterator[Finding]:
    """Yield what is wrong with the flow of data."""
    version = paths.effects.version
    reads = Reads(version, paths.effects)
    if paths.too_many:
        yield remark("data.not_decided", file=f"{subject.folder}/process.bpmn")
    yield from _too_early(subject, reads, paths)
    yield from _never_read(subject, version, reads)


def _too_early(subject: Subject, reads: Reads, paths: Paths) -> Iterator[Finding]:
    known = case_names(paths.effects.version.definition)
    shortest: dict[tuple[str, str, bool], tuple[Place, tuple[str, ...]]] = {}
    for context, place in paths.contexts.seen(lambda walk: _in_walk(walk, reads, known)):
        if place.read.name in context.entry.must:
            continue
        kind = (place.element.id, place.read.name, place.read.is_shown)
        way = paths.contexts.way(context, place.key, place.read.name)
        if kind not in shortest or len(way) < len(shortest[kind][1]):
            shortest[kind] = (place, way)
    for (element, name, is_shown), (place, way) in shortest.items():
        make = remark if is_shown else wrong
        code = "data.shown_before_set" if is_shown else "data.read_before_set"
        detail = f"{name}; {place.read.place}"
        yield make(code, **subject.at(element), detail=detail, path=way)


def _in_walk(walk: Walk, reads: Reads, known: frozenset[str]) -> Iterator[Place]:
    for element_id, states in list(walk.states.items()):
        element = walk.shape.elements[element_id]
        written = {root_of(mapping.target) for mapping in element.outputs}
        for facts, state in states.items():
            exits = walk.exits.get((element_id, facts), [])
            for read in reads.unguarded(element, state):
                if read.name not in known:
                    continue
                if read.is_late:
                    is_set = read.name in written or all(read.name in ended.must for ended in exits)
                else:
                    is_set = read.name in state.must
                if not is_set:
                    yield Place(read, element, (element_id, facts))


def _never_read(subject: Subject, version: Published, reads: Reads) -> Iterator[Finding]:
    found = list(reads.all())
    paths = {read.path for read in found}
    names = {path[0] for path in paths}
    for scope in version.definition.scopes:
        for element in scope.elements:
            written = {root_of(mapping.target) for mapping in element.outputs}
            if element.result_variable and not element.outputs:
                written.add(element.result_variable)
            if element.loop is not None and element.loop.output_collection:
                written.add(element.loop.output_collection)
            for name in sorted(written - names):
                yield remark("data.never_read", **subject.at(element.id), detail=name)
            yield from _unused_fields(subject, version, element, reads=reads, paths=paths)


def _unused_fields(
    subject: Subject, version: Published, element: Element, *, reads: Reads, paths: set[Path]
) -> Iterator[Finding]:
    form = version.drawn_form(element.form_id)
    if form is None or element.kind not in {"userTask", "startEvent"}:
        return
    own = {step for expression in form.expressions() for path in expression.paths for step in path}
    taken = paths | _taken(reads, element, names={path[0] for path in paths})
    block, _, name = (element.form_id or "").rpartition("/")
    file = f"{folder_of(block or version.code)}/forms/{name}.form"
    roots = _roots(element)
    for field, steps in _fields(form.fields, ()):
        is_read = any(_meets(path, (*root, *steps)) for path in taken for root in roots)
        if not is_read and field.key not in own:
            yield remark("data.field_unused", ".".join(steps), file=file, name=field.label)


def _roots(element: Element) -> list[Path]:
    """Return the places under which the answers of a form are found."""
    if not element.outputs:
        return [(element.id,)]
    found: list[Path] = [("answers",)]
    for mapping in element.outputs:
        if mapping.source.lstrip("= ") == "answers":
            found.append(tuple(mapping.target.split(".")))
    return found


def _taken(reads: Reads, element: Element, *, names: set[str]) -> set[Path]:
    """Return what the outputs of a step take of the answers; all of them where the whole goes on."""
    found: set[Path] = set()
    for mapping in element.outputs:
        for expression in reads.expressions:
            if (expression.element, expression.place) != (element.id, f"output {mapping.target}"):
                continue
            is_renamed = expression.text == "answers"
            paths = {path for path in compiled_paths(expression) if path[0] == "answers"}
            if not is_renamed and (("answers",) not in paths or root_of(mapping.target) in names):
                found |= paths
    return found


def _meets(path: Path, field: Path) -> bool:
    """Tell whether a read goes to a field, into it, or takes something that it is part of."""
    length = min(len(path), len(field))
    return path[:length] == field[:length]


def _fields(fields: Iterable[Field], around: Path) -> Iterator[tuple[Field, Path]]:
    """Yield the fields whose answers have to be of use to somebody."""
    for item in fields:
        steps = (*around, item.key) if item.key else around
        if item.use or item.type in SHOWN_ONLY:
            continue
        if item.type in ("group", "dynamiclist"):
            yield from _fields(item.fields, steps)
        elif not _is_of_use_itself(item):
            yield item, steps


def _is_of_use_itself(item: Field) -> bool:
    """A declaration does its work by being given; a document lies with the case to be looked at."""
    return item.type == "filepicker" or item.type == "checkbox" and item.required
