"""A tree of operators means the same with all its brackets and with only those it needs."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feel import compile_expression

LEVELS = {"or": 1, "and": 2, "=": 3, "<": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
Tree = Any

leaves = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["true", "false", "null", "x", "y.z"]))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(sorted(LEVELS)), inner, inner), st.tuples(st.just("minus"), inner)
    ),
    max_leaves=12,
)


def bracketed(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    if tree[0] == "minus":
        return f"(-{bracketed(tree[1])})"
    return f"({bracketed(tree[1])} {tree[0]} {bracketed(tree[2])})"


def bare(tree: Tree, needed: int = 0) -> str:
    """Write a tree with brackets only where a looser operator stands in a tighter one's place."""
    if isinstance(tree, str):
        return tree
    if tree[0] == "minus":
        return f"-{bare(tree[1], 7)}"
    level = LEVELS[tree[0]]
    # All operators bind to the left: on the right an equal level needs brackets.
    written = f"{bare(tree[1], level)} {tree[0]} {bare(tree[2], level + 1)}"
    return f"({written})" if level < needed else written


@settings(max_examples=500)
@given(trees)
def test_brackets__that_only_repeat_precedence__change_nothing(tree: Tree) -> None:
    context = {"x": 3, "y": {"z": 2}}

    with_all = compile_expression(bracketed(tree)).evaluate(context)
    with_few = compile_expression(bare(tree)).evaluate(context)

    assert with_few == with_all
    assert type(with_few) is type(with_all)
