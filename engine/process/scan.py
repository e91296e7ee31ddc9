"""Looks at the bytes of an XML file before anything is built from them.

A parser that builds a tree pays for what the file says before one can judge it. This one builds
nothing: it counts, and stops at the first thing that no diagram needs.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.parsers import expat

from engine.process.errors import DiagramError

MAX_BYTES: Final = 2_000_000
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 40
MAX_ATTRIBUTES: Final = 40
# The first element of a file declares the namespaces of all the tools that the file went through.
MAX_NAMESPACES: Final = 100
MAX_TEXT: Final = 20_000


def scan(data: bytes, *, is_foreign: bool = False) -> None:
    """Refuse bytes that no tree should be built from.

    Foreign files, of which only the flow of control is read, may be in any encoding and may hold
    long texts, such as pictures.
    """
    if len(data) > MAX_BYTES:
        raise DiagramError("diagram.too_large", limit=MAX_BYTES, size=len(data))
    parser = expat.ParserCreate()
    counts = _Counts(longest=MAX_BYTES if is_foreign else MAX_TEXT)
    if not is_foreign:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DiagramError("diagram.wrong_encoding", byte=error.start) from None
        parser.XmlDeclHandler = _declared
    parser.StartDoctypeDeclHandler = _refuse("diagram.doctype")
    parser.EntityDeclHandler = _refuse("diagram.doctype")
    parser.StartElementHandler = counts.begun
    parser.EndElementHandler = counts.ended
    parser.CharacterDataHandler = counts.read
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DiagramError("diagram.xml_malformed", line=error.lineno, detail=str(error)) from None


class _Counts:
    """Counts of the nodes, depth and text that have been seen so far."""

    def __init__(self, *, longest: int) -> None:
        self._longest = longest
        self._nodes = 0
        self._depth = 0
        self._text = 0

    def begun(self, _name: str, attributes: Mapping[str, str]) -> None:
        self._nodes += 1
        self._depth += 1
        self._text = 0
        if self._nodes > MAX_NODES:
            raise DiagramError("diagram.too_many_nodes", limit=MAX_NODES)
        if self._depth > MAX_DEPTH:
            raise DiagramError("diagram.too_deep", limit=MAX_DEPTH)
        namespaces = sum(name.startswith("xmlns") for name in attributes)
        if namespaces > MAX_NAMESPACES:
            raise DiagramError("diagram.too_many_attributes", limit=MAX_NAMESPACES)
        if len(attributes) - namespaces > MAX_ATTRIBUTES:
            raise DiagramError("diagram.too_many_attributes", limit=MAX_ATTRIBUTES)
        if any(len(value) > self._longest for value in attributes.values()):
            raise DiagramError("diagram.text_too_long", limit=self._longest)

    def ended(self, _name: str) -> None:
        self._depth -= 1

    def read(self, text: str) -> None:
        self._text += len(text)
        if self._text > self._longest:
            raise DiagramError("diagram.text_too_long", limit=self._longest)


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    """The bytes are UTF-8: a file that says otherwise means another text."""
    if encoding is not None and encoding.lower() != "utf-8":
        raise DiagramError("diagram.wrong_encoding", encoding=encoding[:40])


def _refuse(code: str) -> Callable[..., Any]:
    def handler(*_: Any) -> None:
        raise DiagramError(code)

    return handler
