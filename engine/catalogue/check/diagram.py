"""The diagram itself: safe XML, the standard's schema, our whitelist, a start under limits.

Each file (the process and each shared block) is judged on its own first, so that one of them hides
nothing in the others. Only what passed is put together, in a child process before it is in this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.check.findings import Finding, Found, details, wrong
from engine.catalogue.check.trial import try_start
from engine.process import Definition, DiagramError, Element
from engine.process.grammar import refusals
from engine.process.parser import ProcessFile
from engine.process.rules import check_scope
from engine.process.schema import breaches
from engine.process.source import read_source

# Nobody reads ten thousand sentences about one file.
MOST_ALIKE: Final = 100


def read_diagram(
    code: str, files: Mapping[str, bytes], *, apart: Callable[[Element], Element], found: Found
) -> Definition | None:
    """Return the service's diagram with its blocks, if nothing in them is refused."""
    file, blocks = f"{folder_of(code)}/process.bpmn", diagrams(files)
    if file not in files:
        return None
    readable = True
    names = (file, *(f"{folder_of(block)}/process.bpmn" for block in blocks))
    for name in names:
        flaws, stops = judged(files[name], name)
        found += flaws
        readable = readable and not stops
    if not readable:
        return None
    tried = try_start(files[file], blocks, file=file)
    found += (_where_it_is(one, {name: files[name] for name in names}) for one in tried)
    if tried:
        return None
    definition = Definition.parse(files[file], blocks, apart=apart)
    if definition.process_id != code:
        found.append(wrong("diagram.process_id_is_not_code", definition.process_id, file=file, detail=code))
    return definition


def _where_it_is(finding: Finding, files: Mapping[str, bytes]) -> Finding:
    """Return what a start ran into with the file of its element, which may be a block's, and its name."""
    # A block's name stands before ids to which nobody refers.
    element = finding.where.rpartition("/")[2]
    for file, content in files.items():
        for node in read_source(content).iter():
            if element and node.get("id") == element:
                return replace(finding, where=element, file=file, name=node.get("name") or "")
    return finding


@lru_cache(maxsize=64)  # the blocks are in most services
def judged(content: bytes, file: str) -> tuple[tuple[Finding, ...], bool]:
    """Return what is wrong with one file, and whether that forbids to go on with the diagram."""
    try:
        root = read_source(content)
    except DiagramError as error:
        return (_of_error(error, file),), True
    errors = list(refusals(root))
    errors += _of_scopes(content) if not errors else ()
    found = [_of_error(error, file) for error in errors]
    twice = any(error.code == "diagram.duplicate_id" for error in errors)
    for breach in breaches(root):
        if not (twice and "'xs:ID'" in breach.detail):
            detail = f"line {breach.line}: {breach.detail}"
            found.append(wrong("diagram.schema", breach.element, file=file, detail=detail))
    names = {node.get("id"): node.get("name") or "" for node in root.iter() if node.get("id")}
    told = (replace(finding, name=names.get(finding.where, "")) for finding in dict.fromkeys(found))
    return tuple(_shortened(told)), bool(errors)


def _of_scopes(content: bytes) -> Iterator[DiagramError]:
    """Yield what the engine's own reader refuses, one thing for each level of nesting."""
    try:
        scopes = ProcessFile(content).scopes()
    except DiagramError as error:
        yield error
        return
    for scope in scopes:
        try:
            check_scope(scope)
        except DiagramError as error:
            yield error


def _shortened(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first findings of each kind; the last of them says how many more there are."""
    by_code: dict[str, list[Finding]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    for alike in by_code.values():
        yield from alike[: MOST_ALIKE - 1]
        for last in alike[MOST_ALIKE - 1 : MOST_ALIKE]:
            more = len(alike) - MOST_ALIKE
            yield replace(last, detail=f"{last.detail}; + {more}") if more else last


def _of_error(error: DiagramError, file: str) -> Finding:
    return wrong(error.code, error.element or "", file=file, detail=details(error.params))
