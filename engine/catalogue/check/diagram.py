"""The diagram itself: safe XML, the standard's schema, our whitelist, a start under limits.

Each file (the process and each shared block) is judged on its own first, so that one of them hides
nothing in the others. Only what passed is put together, in a child process before it is in this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from lxml import etree

from engine.catalogue.blocks import diagrams, folder_of
from engine.catalogue.check.findings import Finding, Found, details, near, wrong
from engine.catalogue.check.trial import try_start
from engine.process import Definition, DiagramError, Element
from engine.process.grammar import refusals
from engine.process.parser import ProcessFile
from engine.process.rules import check_scope
from engine.process.schema import breaches
from engine.process.source import read_source
from feel.analyse import nearest_date, nearest_duration

# Nobody reads ten thousand sentences about one file.
MOST_ALIKE: Final = 100
# What stands in for a text that is refused, by the code of the error, and how many are read past.
SUBSTITUTES: Final = {"diagram.timer_not_iso": "P1D", "diagram.not_an_expression": "=true"}
MOST_SUBSTITUTES: Final = 20


def read_diagram(
    code: str, files: Mapping[str, bytes], *, apart: Callable[[Element], Element], found: Found
) -> Definition | None:
    """Return the service's diagram with its blocks, if nothing in them is refused."""
    file, blocks = f"{folder_of(code)}/process.bpmn", diagrams(files)
    if file not in files:
        return None
    read = {
        name: _readable(files[name], name, found)
        for name in (file, *(f"{folder_of(block)}/process.bpmn" for block in blocks))
    }
    contents = {name: content for name, content in read.items() if content is not None}
    if contents.keys() != read.keys():
        return None
    blocks = {block: contents[f"{folder_of(block)}/process.bpmn"] for block in blocks}
    tried = try_start(contents[file], blocks, file=file)
    found += (_where_it_is(finding, contents) for finding in tried)
    if tried:
        return None
    definition = Definition.parse(contents[file], blocks, apart=apart)
    if definition.process_id != code:
        # What a process of another code stands for in the catalogue nobody can say.
        found.append(wrong("diagram.process_id_is_not_code", definition.process_id, file=file, detail=code))
        return None
    return definition


def _readable(content: bytes, file: str, found: Found) -> bytes | None:
    """Return a file as it can be judged further, nothing where it can't; what is wrong is added to `found`.

    For a time or condition that is none a valid one stands in, so that it does not hide what else is wrong.
    """
    told: dict[Finding, None] = {}
    for _ in range(MOST_SUBSTITUTES):
        flaws, errors = judged(content, file)
        # Lines are those of the file, and not of the one with substitutes.
        told |= dict.fromkeys(flaw for flaw in flaws if not told or flaw.code != "diagram.schema")
        texts = [(str(error.params.get("text")), SUBSTITUTES.get(error.code)) for error in errors]
        if not errors or any(substitute is None for _, substitute in texts):
            break
        content = _with_substitutes(content, dict(texts))
    found += told
    return None if errors else content


def _with_substitutes(content: bytes, substitutes: Mapping[str, str | None]) -> bytes:
    """Return a diagram with each of these texts replaced, in attributes and elements."""
    root = read_source(content)
    for node in root.iter():
        for name, text in node.attrib.items():
            node.set(name, substitutes.get(text) or text)
        if node.text:
            node.text = substitutes.get(node.text.strip()) or node.text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


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
def judged(content: bytes, file: str) -> tuple[tuple[Finding, ...], tuple[DiagramError, ...]]:
    """Return what is wrong with one file, and the errors that forbid to go on with the diagram."""
    try:
        root = read_source(content)
    except DiagramError as error:
        return (_of_error(error, file),), (error,)
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
    return tuple(_shortened(told)), tuple(errors)


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
    for finding in found:
        by_code.setdefault(finding.code, []).append(finding)
    for alike in by_code.values():
        yield from alike[: MOST_ALIKE - 1]
        for last in alike[MOST_ALIKE - 1 : MOST_ALIKE]:
            more = len(alike) - MOST_ALIKE
            yield replace(last, detail=f"{last.detail}; + {more}") if more else last


def _of_error(error: DiagramError, file: str) -> Finding:
    text = str(error.params.get("text", ""))
    hint = nearest_duration(text) or nearest_date(text) if error.code == "diagram.timer_not_iso" else ""
    detail = details(error.params)
    return wrong(error.code, error.element or "", file=file, detail=detail, hint=hint, fix=near(text, hint))
