"""The compiler's entry: dispatch by node, what one compilation knows, and its result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from feel import tree
from feel.compiler.calls import compile_call, compile_function
from feel.compiler.control import (
    compile_context,
    compile_filter,
    compile_for,
    compile_if,
    compile_list,
    compile_quantified,
    compile_range,
)
from feel.compiler.names import compile_name, compile_path
from feel.compiler.operators import (
    compile_arithmetic,
    compile_between,
    compile_comparison,
    compile_in,
    compile_instance_of,
    compile_literal,
    compile_logic,
    compile_negation,
    compile_operator_test,
    compile_unary_tests,
)
from feel.compiler.scopes import Code, Frame, Reads, Scope
from feel.functions import Functions
from feel.types import Type

__all__ = ["Code", "Compiled", "Compiler", "Scope", "compile_tree"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A closure, what it reads, and how many nodes it has."""

    code: Code
    reads: Reads
    weight: int


class Compiler:
    """State of one compilation. ``weight`` counts nodes: a loop pays its body's weight each time round."""

    def __init__(
        self,
        text: str,
        *,
        functions: Functions,
        names: Collection[str] | None,
        hints: Collection[str],
        types: Mapping[str, Type],
        frames: list[Frame],
    ) -> None:
        self.text = text
        self.functions = functions
        self.names = names
        self.hints = hints
        self.types = types
        self.frames = frames
        self.reads = Reads()
        self.weight = 0

    def compile(self, node: tree.Node) -> Code:
        """Return the closure of a node."""
        self.weight += 1
        return _RULES[type(node)](self, node)

    def weighed(self, node: tree.Node) -> tuple[Code, int]:
        """Return the closure of a node and the number of nodes in it."""
        before = self.weight
        code = self.compile(node)
        return code, self.weight - before


_RULES: Mapping[type[tree.Node], Callable[[Any, Any], Code]] = {
    tree.Literal: compile_literal,
    tree.Name: compile_name,
    tree.Path: compile_path,
    tree.Filter: compile_filter,
    tree.Negation: compile_negation,
    tree.Arithmetic: compile_arithmetic,
    tree.Comparison: compile_comparison,
    tree.Logic: compile_logic,
    tree.Between: compile_between,
    tree.In: compile_in,
    tree.OperatorTest: compile_operator_test,
    tree.UnaryTests: compile_unary_tests,
    tree.InstanceOf: compile_instance_of,
    tree.If: compile_if,
    tree.For: compile_for,
    tree.Quantified: compile_quantified,
    tree.ListLiteral: compile_list,
    tree.ContextLiteral: compile_context,
    tree.RangeLiteral: compile_range,
    tree.FunctionLiteral: compile_function,
    tree.Call: compile_call,
}


def compile_tree(
    node: tree.Node,
    text: str,
    *,
    functions: Functions,
    names: Collection[str] | None,
    hints: Collection[str],
    types: Mapping[str, Type],
) -> Compiled:
    """Return the closure of a tree and what it reads."""
    compiler = Compiler(text, functions=functions, names=names, hints=hints, types=types, frames=[])
    code = compiler.compile(node)
    return Compiled(code, compiler.reads, compiler.weight)
