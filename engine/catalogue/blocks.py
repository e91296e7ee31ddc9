"""The shared blocks that a diagram calls, directly or through other blocks.

A block is a folder `bpmn/shared/<name>/` whose diagram has the process id `shared.<name>`. It
brings forms, decision tables, texts and templates of its own, and says in `block.json` what it takes
and gives. Refuses to know what a diagram does
beyond whom it calls.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from engine.catalogue.document_parts import PART_FILE
from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_tree
from engine.catalogue.folder_rules import checked, expect_only, forms_in, texts_in
from engine.catalogue.schemas import schemas_of
from engine.process import DiagramError
from engine.process.source import Node, read_source
from engine.texts import ANY_LANGUAGE, TextError, Texts

SHARED = "shared"
CONTRACT = "block.json"
_NAME = re.compile(rf"{SHARED}\.([a-z][a-z0-9_]*)")
_ALLOWED = re.compile(
    r"process\.bpmn|block\.json|README\.md|[^/]+\.dmn|forms/[^/]+\.form"
    rf"|documents/[^/]+\.({ANY_LANGUAGE})\.html|{PART_FILE}|documents/[^/]+\.(css|svg|png)"
    rf"|texts/({ANY_LANGUAGE})\.json"
)
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


def read_called_blocks(process: bytes, bpmn: Path, label: str) -> dict[str, bytes]:
    """Return the files of every block in the closure of a diagram, by their path below `bpmn/`."""
    found: dict[str, bytes] = {}
    known: set[str] = set()
    waiting = [(process, label)]
    while waiting:
        content, where = waiting.pop()
        for called in _calls(content, where):
            if called in known:
                continue
            known.add(called)
            files = _read(bpmn, called, where)
            folder = folder_of(called)
            found |= {f"{folder}/{path}": content for path, content in files.items()}
            waiting.append((files["process.bpmn"], f"{folder}/process.bpmn"))
    return dict(sorted(found.items()))


def readable_blocks(process: bytes, bpmn: Path, label: str) -> dict[str, bytes]:
    """Return what can be read of the blocks in the closure of a diagram, also of those that are refused.

    What a block says of itself is left out where it does not keep to its schema.
    """
    found: dict[str, bytes] = {}
    known: set[str] = set()
    waiting = [(process, label)]
    while waiting:
        with suppress(CatalogueError):
            for called in _calls(*waiting.pop()):
                match = _NAME.fullmatch(called)
                if match is None or called in known:
                    continue
                known.add(called)
                folder = folder_of(called)
                files = _readable(bpmn, match[1], folder)
                found |= {f"{folder}/{path}": content for path, content in files.items()}
                waiting.append((files.get("process.bpmn", b""), folder))
    return dict(sorted(found.items()))


def diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the diagrams of the blocks among a version's files, by the id of their process."""
    return {
        path.removesuffix("/process.bpmn").replace("/", "."): content
        for path, content in files.items()
        if path.startswith(f"{SHARED}/") and path.endswith("/process.bpmn")
    }


def folder_of(process_id: str) -> str:
    """Return the path of a service's or block's folder below `bpmn/`."""
    return process_id.replace(".", "/")


def _read(bpmn: Path, called: str, caller: str) -> dict[str, bytes]:
    match = _NAME.fullmatch(called)
    if match is None or not (bpmn / SHARED / match[1]).exists():
        raise CatalogueError("block_unknown", caller, called)
    label = folder_of(called)
    files = read_tree(bpmn / SHARED / match[1], label)
    expect_only(files, _ALLOWED, label)
    if "process.bpmn" not in files:
        raise CatalogueError("file_missing", f"{label}/process.bpmn")
    forms_in(files, label)
    schemas = schemas_of(bpmn)
    if CONTRACT in files:
        # A version published before blocks had contracts, written back to files, has none.
        contract = checked(files, CONTRACT, label=label, schema="block", schemas=schemas)
        if contract["code"] != match[1]:
            raise CatalogueError("code_is_not_folder_name", f"{label}/{CONTRACT}", contract["code"])
    try:
        Texts.of(texts_in(files, label, schemas))
    except TextError as error:
        raise CatalogueError("texts", f"{label}/texts", str(error)) from None
    return files


def _readable(bpmn: Path, name: str, label: str) -> dict[str, bytes]:
    """Return the files of a block as they lie, without a contract that nobody could keep to."""
    try:
        files = read_tree(bpmn / SHARED / name, label)
    except CatalogueError:
        return {}
    try:
        checked(files, CONTRACT, label=label, schema="block", schemas=schemas_of(bpmn))
    except CatalogueError:
        files.pop(CONTRACT, None)
    return files


def _calls(content: bytes, label: str) -> list[str]:
    called = (element.get("processId") for element in _parse(content, label).iter(f"{_ZEEBE}calledElement"))
    return sorted({name for name in called if name})


def _parse(content: bytes, label: str) -> Node:
    """Parse a diagram without trusting it; validation says what is wrong with one that can't be read."""
    try:
        return read_source(content)
    except DiagramError as error:
        raise CatalogueError("diagram_unreadable", label, error.code) from None
