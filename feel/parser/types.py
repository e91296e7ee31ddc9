"""The types after ``instance of`` and in function parameters. Knows their spelling only."""

from __future__ import annotations

from typing import Final

from feel import tree
from feel.parser.cursor import Cursor
from feel.vocabulary import Vocabulary

BUILT_IN_TYPES: Final = (
    "date and time",
    "days and time duration",
    "years and months duration",
    "day-time duration",
    "year-month duration",
)


class TypeParser(Cursor):
    """Reads types."""

    _types = Vocabulary(BUILT_IN_TYPES)

    def type(self) -> tree.Node:
        """Read one type."""
        self.deeper()
        token = self.here
        if token.kind != "name":
            raise self.unexpected(hint="type")
        if token.text in ("list", "range", "context", "function") and self.peek().text == "<":
            self.index += 2
            node = self._generic(token.text, token.at)
        else:
            node = tree.TypeName(token.at, self._type_name())
        self.depth -= 1
        return node

    def _type_name(self) -> str:
        found = self._types.match(self.tokens, self.index)
        if found is not None:
            self.index += found[1]
            return found[0]
        name = self._words()
        while self.at_symbol("."):
            self.take()
            name += "." + self.property_name()
        return name

    def _generic(self, kind: str, at: int) -> tree.Node:
        if kind == "list" or kind == "range":
            element = self.type()
            self.expect(">")
            return tree.ListType(at, element) if kind == "list" else tree.RangeType(at, element)
        if kind == "context":
            return self._context_type(at)
        parameters: list[tree.Node] = []
        while not self.at_symbol(">"):
            if parameters:
                self.expect(",")
            parameters.append(self.type())
        self.expect(">")
        self.expect("->")
        return tree.FunctionType(at, tuple(parameters), self.type())

    def _context_type(self, at: int) -> tree.Node:
        members: list[tuple[str, tree.Node]] = []
        while not self.at_symbol(">"):
            if members:
                self.expect(",")
            name = self.declared_name(":")
            self.expect(":")
            members.append((name, self.type()))
        self.expect(">")
        return tree.ContextType(at, tuple(members))
