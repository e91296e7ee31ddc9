"""Operators by precedence, ``if``, ``for``, quantifiers, and the tests of decision tables."""

from __future__ import annotations

from typing import Final

from feel import tree
from feel.parser.cursor import STARTERS
from feel.parser.primary import OPERATOR_TESTS, PrimaryParser

_OR: Final = 1
_AND: Final = 2
_COMPARISON: Final = 3
_SUM: Final = 4
_PRODUCT: Final = 5
_POWER: Final = 6

_ARITHMETIC: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


class OperatorParser(PrimaryParser):
    """Reads whole expressions."""

    def whole_expression(self) -> tree.Node:
        node = self.expression()
        if self.here.kind != "end":
            raise self.unexpected()
        return node

    def _at_end(self, ahead: int = 0) -> bool:
        return self.peek(ahead).kind == "end"

    def whole_unary_tests(self) -> tree.Node:
        if self._at_end() or (self.at_symbol("-") and self._at_end(1)):
            return tree.UnaryTests(0, (), negated=False)
        if self.at_word("not") and self.peek().text == "(":
            self.index += 2
            tests = self._tests()
            self.expect(")")
            if self._at_end():
                return tree.UnaryTests(0, tests, negated=True)
            self.index = 0
        tests = self._tests()
        if not self._at_end():
            raise self.unexpected(hint=",")
        return tree.UnaryTests(0, tests, negated=False)

    def _tests(self) -> tuple[tree.Node, ...]:
        tests = [self._test()]
        while self.skip(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> tree.Node:
        return self.operator_test() if self.at_symbol(*OPERATOR_TESTS) else self.expression()

    def expression(self) -> tree.Node:
        self.deeper()
        if self.here.text in STARTERS and self.names.match(self.tokens, self.index) is not None:
            # A known name may begin with a keyword: "for sale", "if any".
            node: tree.Node = self.operand(_OR)
        elif self.at_word("if"):
            node = self._if()
        elif self.at_word("for"):
            node = self._for()
        elif self.at_word("some", "every") and self.peek().kind == "name":
            node = self._quantified()
        else:
            node = self.operand(_OR)
        self.depth -= 1
        return node

    def _if(self) -> tree.Node:
        start = self.take()
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return tree.If(start.at, condition, then, self.expression())

    def _for(self) -> tree.Node:
        start = self.take()
        iterators = self._iterations("return")
        self.names.add("partial")
        body = self.expression()
        self.names.close()
        return tree.For(start.at, iterators, body)

    def _quantified(self) -> tree.Node:
        start = self.take()
        iterators = self._iterations("satisfies")
        condition = self.expression()
        self.names.close()
        return tree.Quantified(start.at, start.text == "every", iterators, condition)

    def _iterations(self, word: str) -> tuple[tree.Iteration, ...]:
        """Read ``x in xs, y in ys`` up to a word; leaves a scope open for what follows."""
        self.names.open()
        iterators: list[tree.Iteration] = []
        while not iterators or self.skip(","):
            at = self.here.at
            name = self.declared_name("in")
            self.expect("in")
            domain = self.expression()
            end = self.expression() if self.skip("..") else None
            iterators.append(tree.Iteration(at, name, domain, end))
            self.names.add(name)
        self.expect(word)
        return tuple(iterators)

    def operand(self, minimum: int) -> tree.Node:
        """Read operators that bind at least as tightly as the minimum."""
        return self._operators_after(self._unary(), minimum)

    def _unary(self) -> tree.Node:
        if self.at_symbol("-"):
            minus = self.take()
            self.deeper()
            operand = self._unary()
            self.depth -= 1
            return tree.Negation(minus.at, operand)
        if self.at_word("if", "for", "some", "every") and not self.names.match(self.tokens, self.index):
            # "1 + if a then b else c": the grammar allows it, it reaches as far right as it can.
            return self.expression()
        return self._instance_of(self.postfix())

    def _instance_of(self, node: tree.Node) -> tree.Node:
        while self.at_word("instance") and self.peek().text == "of":
            at = self.take().at
            self.take()
            node = tree.InstanceOf(at, node, self.type())
        return node

    def _operators_after(self, left: tree.Node, minimum: int) -> tree.Node:
        links = 0
        while True:
            level = self._level()
            if level < minimum:
                self.depth -= links
                return left
            # A chain of unlike operators is a tree as deep as it is long.
            links += 1
            self.deeper()
            if level >= _SUM:
                left = self._arithmetic(left, level)
            elif level == _COMPARISON:
                left = self._comparison(left)
            else:
                left = self._logic(left, level)

    def _level(self) -> int:
        token = self.here
        if token.kind == "symbol":
            return _ARITHMETIC.get(token.text, _COMPARISON if token.text in OPERATOR_TESTS else 0)
        if token.kind == "name":
            return {"or": _OR, "and": _AND, "in": _COMPARISON, "between": _COMPARISON}.get(token.text, 0)
        return 0

    def _arithmetic(self, first: tree.Node, level: int) -> tree.Node:
        at = self.here.at
        rest: list[tuple[str, tree.Node]] = []
        while self._level() == level:
            operator = self.take().text
            rest.append((operator, self.operand(level + 1)))
        return tree.Arithmetic(at, first, tuple(rest))

    def _logic(self, first: tree.Node, level: int) -> tree.Node:
        word = self.here
        operands = [first]
        while self._level() == level:
            self.take()
            operands.append(self.operand(level + 1))
        return tree.Logic(word.at, word.text, tuple(operands))

    def _comparison(self, left: tree.Node) -> tree.Node:
        token = self.take()
        if token.text == "between":
            low = self.operand(_SUM)
            self.expect("and")
            return tree.Between(token.at, left, low, self.operand(_SUM))
        if token.text == "in":
            return self._in(left, token.at)
        return tree.Comparison(token.at, token.text, left, self.operand(_SUM))

    def _in(self, value: tree.Node, at: int) -> tree.Node:
        if not self.at_symbol("("):
            test = self.operator_test() if self.at_symbol(*OPERATOR_TESTS) else self.operand(_SUM)
            return tree.In(at, value, (test,))
        opening = self.take()
        before = self._free(ranged=False)
        tests = [self._test()]
        if self.at_symbol(".."):
            tests = [self._range_from(opening.at, tests[0], start_included=False)]
            self._free(before)
        else:
            while self.skip(","):
                tests.append(self._test())
            self.expect(")")
            self._free(before)
        if len(tests) == 1 and not isinstance(tests[0], tree.OperatorTest):
            # The bracket was only the beginning of an operand: x in (a + b) * c, x in (lists)[1].
            tests = [self._operators_after(self._instance_of(self.postfix_of(tests[0])), _SUM)]
        return tree.In(at, value, tuple(tests))
