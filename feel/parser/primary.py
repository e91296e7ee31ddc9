"""Operands: literals, names, brackets, contexts, functions, and what may follow them (path, filter, call)."""

from __future__ import annotations

from feel import tree
from feel.errors import FeelSyntaxError
from feel.parser.types import TypeParser
from feel.temporal import parse_temporal
from feel.values import number_literal

OPERATOR_TESTS = ("<", "<=", ">", ">=", "=", "!=")
_CONSTANTS = {"true": True, "false": False, "null": None}


class PrimaryParser(TypeParser):
    """Reads operands. The rules for operators live one class further down."""

    _in_range_end = False

    def expression(self) -> tree.Node:
        raise NotImplementedError

    def operand(self, minimum: int) -> tree.Node:
        raise NotImplementedError

    def postfix(self) -> tree.Node:
        """Read an operand with the paths, filters and calls behind it."""
        return self.postfix_of(self.primary())

    def postfix_of(self, node: tree.Node) -> tree.Node:
        """Read the paths, filters and calls behind an operand."""
        length = 0
        while True:
            token = self.here
            if self.at_symbol("."):
                self.take()
                node = tree.Path(token.at, node, self.property_name())
            elif self.at_symbol("[") and not self._in_range_end:
                node = self._filter(node)
            elif self.at_symbol("("):
                node = self._call(node)
            else:
                self.depth -= length
                return node
            # Each link is a level of the tree: a long chain is as deep as nested brackets.
            length += 1
            self.deeper()

    def primary(self) -> tree.Node:
        token = self.here
        match token.kind:
            case "number":
                self.take()
                value = number_literal(token.text)
                if value is None:
                    raise FeelSyntaxError("feel.number_too_large", text=self.text, at=token.at)
                return tree.Literal(token.at, value)
            case "string":
                self.take()
                return tree.Literal(token.at, token.value)
            case "temporal":
                return self._temporal()
            case "name":
                return self._word()
        if self.at_symbol("("):
            return self._parenthesis()
        if self.at_symbol("["):
            return self._bracket()
        if self.at_symbol("]"):
            self.take()
            return self._range_from(token.at, self._endpoint(), start_included=False)
        if self.at_symbol("{"):
            return self._context()
        raise self.unexpected()

    def _temporal(self) -> tree.Node:
        token = self.take()
        value = parse_temporal(token.value)
        if value is None:
            raise FeelSyntaxError(
                "feel.bad_temporal_literal", text=self.text, at=token.at, found=token.value[:40]
            )
        return tree.Literal(token.at, value)

    def _word(self) -> tree.Node:
        token = self.here
        if token.text in _CONSTANTS:
            self.take()
            return tree.Literal(token.at, _CONSTANTS[token.text])
        if token.text == "function" and self.peek().text == "(":
            return self._function()
        return tree.Name(token.at, self.known_name())

    def _free(self, ranged: bool) -> bool:
        """Say whether "[" closes a range here; return what held before."""
        before, self._in_range_end = self._in_range_end, ranged
        return before

    def _parenthesis(self) -> tree.Node:
        opening = self.take()
        before = self._free(ranged=False)
        if self.at_symbol(*OPERATOR_TESTS):
            node: tree.Node = self.operator_test()
        else:
            node = self.expression()
            if self.at_symbol(".."):
                self._free(before)
                return self._range_from(opening.at, node, start_included=False)
        self.expect(")")
        self._free(before)
        return node

    def operator_test(self) -> tree.OperatorTest:
        """Read ``< 5`` and the like."""
        operator = self.take()
        return tree.OperatorTest(operator.at, operator.text, self.operand(4))

    def _bracket(self) -> tree.Node:
        opening = self.take()
        before = self._free(ranged=False)
        items: list[tree.Node] = []
        while not self.at_symbol("]"):
            if items:
                self.expect(",")
            items.append(self.operator_test() if self.at_symbol(*OPERATOR_TESTS) else self.expression())
            if len(items) == 1 and self.at_symbol(".."):
                self._free(before)
                return self._range_from(opening.at, items[0], start_included=True)
        self.expect("]")
        self._free(before)
        return tree.ListLiteral(opening.at, tuple(items))

    def _endpoint(self) -> tree.Node:
        before = self._free(ranged=True)
        node = self.operand(4)
        self._free(before)
        return node

    def _range_from(self, at: int, start: tree.Node, *, start_included: bool) -> tree.Node:
        self.expect("..")
        end = self._endpoint()
        if not self.at_symbol("]", ")", "["):
            raise self.unexpected(hint="]")
        return tree.RangeLiteral(at, start, end, start_included, self.take().text == "]")

    def _context(self) -> tree.Node:
        opening = self.take()
        before = self._free(ranged=False)
        self.names.open()
        entries: dict[str, tree.Node] = {}
        while not self.at_symbol("}"):
            if entries:
                self.expect(",")
            at = self.here.at
            key = self.take().value if self.here.kind == "string" else self.declared_name(":")
            self.expect(":")
            if key in entries:
                raise FeelSyntaxError("feel.duplicate_key", text=self.text, at=at, found=key[:40])
            entries[key] = self.expression()
            self.names.add(key)
            self.properties.add(key)
        self.expect("}")
        self.names.close()
        self._free(before)
        return tree.ContextLiteral(opening.at, tuple(entries.items()))

    def _function(self) -> tree.Node:
        start = self.take()
        self.expect("(")
        parameters: list[tree.Parameter] = []
        while not self.at_symbol(")"):
            if parameters:
                self.expect(",")
            at = self.here.at
            name = self.declared_name(":", ",", ")")
            parameters.append(tree.Parameter(at, name, self.type() if self.skip(":") else None))
        self.expect(")")
        if self.at_word("external") and self.peek().text == "{":
            self.take()
            self._context()
            return tree.FunctionLiteral(start.at, tuple(parameters), None)
        self.names.open(parameter.name for parameter in parameters)
        body = self.expression()
        self.names.close()
        return tree.FunctionLiteral(start.at, tuple(parameters), body)

    def _filter(self, base: tree.Node) -> tree.Node:
        opening = self.expect("[")
        before = self._free(ranged=False)
        condition = self.expression()
        self.expect("]")
        self._free(before)
        return tree.Filter(opening.at, base, condition)

    def _call(self, callee: tree.Node) -> tree.Node:
        opening = self.expect("(")
        at = callee.at if isinstance(callee, tree.Name) else opening.at
        before = self._free(ranged=False)
        named: list[tuple[str, tree.Node]] = []
        arguments: list[tree.Node] = []
        while not self.at_symbol(")"):
            if arguments or named:
                self.expect(",")
            name = self._argument_name()
            if name is not None:
                named.append((name, self.expression()))
            else:
                arguments.append(self.expression())
        self.expect(")")
        self._free(before)
        if named and arguments:
            raise FeelSyntaxError("feel.mixed_arguments", text=self.text, at=at)
        return tree.Call(at, callee, tuple(arguments), tuple(named))

    def _argument_name(self) -> str | None:
        """Take ``name:``. No other expression has a colon before a comma or bracket at this level."""
        ahead = 0
        while self.peek(ahead).kind == "name":
            ahead += 1
        if ahead == 0 or self.peek(ahead).text != ":":
            return None
        name = self.declared_name(":")
        self.expect(":")
        return name
