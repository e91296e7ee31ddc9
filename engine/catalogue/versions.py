"""What makes a service version: a digest over everything that decides what it does.

The digest covers the service's files in force, its module's, the schemas, the blocks of
`bpmn/shared/` that its diagram calls directly or through other blocks, and the version of our
own semantics (FEEL, codec, operations): the same files under other semantics are another
version. It refuses to know what a diagram does beyond whom it calls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from engine import canonical
from engine.catalogue.errors import CatalogueError
from engine.catalogue.files import read_tree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


def digest(files: Mapping[str, bytes], blocks: Mapping[str, bytes], semantics: str) -> bytes:
    """Return the SHA-256 of the canonical manifest of files and blocks."""
    manifest = {
        "semantics": semantics,
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
        "blocks": {name: hashlib.sha256(content).hexdigest() for name, content in blocks.items()},
    }
    return hashlib.sha256(canonical.dumps(manifest)).digest()


def read_blocks(bpmn: Path) -> dict[str, bytes]:
    """Return the diagrams of `bpmn/shared/` by the id of their process."""
    folder = bpmn / "shared"
    found: dict[str, bytes] = {}
    if not folder.is_dir():
        return found
    for path, content in read_tree(folder, "shared").items():
        if not path.endswith(".bpmn"):
            continue
        for process in _parse(content, f"shared/{path}").iter(f"{_BPMN}process"):
            name = process.get("id") or ""
            if name in found:
                raise CatalogueError("process_twice", f"shared/{path}", name)
            found[name] = content
    return found


def called_blocks(process: bytes, blocks: Mapping[str, bytes], label: str) -> dict[str, bytes]:
    """Return the blocks that the diagram calls, and those that they call in turn, by process id."""
    found: dict[str, bytes] = {}
    waiting = [(process, label)]
    while waiting:
        content, where = waiting.pop()
        for name in _calls(content, where):
            if name not in blocks:
                raise CatalogueError("block_unknown", where, name)
            if name not in found:
                found[name] = blocks[name]
                waiting.append((blocks[name], f"shared: {name}"))
    return dict(sorted(found.items()))


def _calls(content: bytes, label: str) -> list[str]:
    root = _parse(content, label)
    called = (element.get("processId") for element in root.iter(f"{_ZEEBE}calledElement"))
    return sorted({name for name in called if name})


def _parse(content: bytes, label: str) -> etree._Element:
    """Parse XML without entities, external files or network, and without a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise CatalogueError("not_xml", label, str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise CatalogueError("document_type", label)
    return root
